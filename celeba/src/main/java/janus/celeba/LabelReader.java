package janus.celeba;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Labels of joined rows, checked: attributes are −1/1 or 0/1 throughout, points lie in the image. */
final class LabelReader {
    private final @Nullable Table attributes;
    private final @Nullable Table landmarks;
    private final Columns columns;
    private final List<String> findings;

    LabelReader(@Nullable Table attributes, @Nullable Table landmarks, Columns columns, List<String> findings) {
        this.attributes = attributes;
        this.landmarks = landmarks;
        this.columns = columns;
        this.findings = findings;
    }

    /** {@code size}: of the images; null where it is not known, and no point lies too far right or below. */
    ListedFaces.Labels read(String[] names, @Nullable JpegHeader size) {
        byte[] labels = attributes(names);
        float[] points = points(names, size);
        return new ListedFaces.Labels(columns.attributes(), labels, columns.points(), points);
    }

    private byte[] attributes(String[] names) {
        int width = columns.attributes().size();
        if (attributes != null) {
            checkValues(attributes);
        }
        byte[] labels = new byte[names.length * width];
        long missing = 0;
        for (int i = 0; i < names.length; i++) {
            int row = attributes == null ? -1 : attributes.row(names[i]);
            for (int a = 0; a < width; a++) {
                float value =
                        attributes == null || row < 0 ? Float.NaN : attributes.value(row, columns.attributeAt()[a]);
                labels[i * width + a] = (byte) (value > 0 ? 1 : value <= 0 ? 0 : -1);
                missing += Float.isNaN(value) ? 1 : 0;
            }
        }
        if (missing > 0) {
            findings.add(missing + " attribute labels missing (masked)");
        }
        return labels;
    }

    /** A list that mixes −1 with 0 leaves open which of them is "no", so it is refused. */
    private void checkValues(Table table) {
        int minus = -1;
        int zero = -1;
        for (int row = 0; row < table.size(); row++) {
            for (int column : columns.attributeAt()) {
                float value = table.value(row, column);
                if (value == -1) {
                    minus = minus < 0 ? row : minus;
                } else if (value == 0) {
                    zero = zero < 0 ? row : zero;
                } else if (value != 1 && !Float.isNaN(value)) {
                    throw table.fault(row, table.columns().get(column) + " is " + value, "write 1 or -1, or 1 or 0");
                }
            }
            if (minus >= 0 && zero >= 0) {
                throw table.fault(row, "the list holds both -1 and 0", "leave a missing label empty, or write nan");
            }
        }
    }

    private float[] points(String[] names, @Nullable JpegHeader size) {
        int width = size == null ? Integer.MAX_VALUE : size.width();
        int height = size == null ? Integer.MAX_VALUE : size.height();
        int p = columns.points().size();
        float[] points = new float[names.length * 2 * p];
        long missing = 0;
        for (int i = 0; i < names.length; i++) {
            int row = landmarks == null ? -1 : landmarks.row(names[i]);
            for (int k = 0; k < p; k++) {
                float x = landmarks == null || row < 0 ? Float.NaN : landmarks.value(row, columns.xAt()[k]);
                float y = landmarks == null || row < 0 ? Float.NaN : landmarks.value(row, columns.yAt()[k]);
                if (x < 0 || x > width || y < 0 || y > height) {
                    throw outside(row, columns.points().get(k), x, y, size);
                }
                boolean known = !Float.isNaN(x) && !Float.isNaN(y);
                points[2 * (i * p + k)] = known ? x : Float.NaN;
                points[2 * (i * p + k) + 1] = known ? y : Float.NaN;
                missing += known ? 0 : 1;
            }
        }
        if (missing > 0) {
            findings.add(missing + " points missing (masked)");
        }
        return points;
    }

    private DataException outside(int row, String point, float x, float y, @Nullable JpegHeader size) {
        String image = size == null ? "image" : size.width() + "×" + size.height() + " image";
        String what = "%s at (%s, %s) lies outside the %s".formatted(point, x, y, image);
        return Objects.requireNonNull(landmarks)
                .fault(row, what, "correct it, or write nan; points are pixels of the aligned image");
    }
}
