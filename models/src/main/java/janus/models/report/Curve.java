package janus.models.report;

/**
 * One quantity after each epoch, on the training and the validation rows: {@code quantity} names it with its unit
 * ({@code "loss"}, {@code "accuracy, %"}). Entry i belongs to epoch i + 1; NaN or a shorter array where it was not
 * measured.
 */
public record Curve(String quantity, double[] train, double[] validation) {}
