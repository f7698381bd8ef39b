package janus.celeba;

/** Bad input: {@code <file>[:line]: <what>; <what to do>} on one line. */
public final class DataException extends RuntimeException {
    public DataException(String message) {
        super(message);
    }

    public DataException(String message, Throwable cause) {
        super(message, cause);
    }
}
