package janus.celeba;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which columns of a table are attributes, and which are points: {@code name_x} with {@code name_y}. */
record Columns(List<String> attributes, int[] attributeAt, List<String> points, int[] xAt, int[] yAt) {
    /** All columns of an attribute list are attributes and all of a landmark list points; one CSV holds both. */
    static Columns of(@Nullable Table attributes, @Nullable Table landmarks) {
        List<String> points = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        if (landmarks != null) {
            List<String> columns = landmarks.numbers();
            for (String column : columns) {
                if (column.endsWith("_x") && columns.contains(twin(column))) {
                    points.add(column.substring(0, column.length() - 2));
                } else if (!column.endsWith("_y") || !columns.contains(twin(column))) {
                    if (landmarks != attributes) {
                        throw new DataException(landmarks.path() + ": column '" + column
                                + "' is half a point; name columns in pairs, as lefteye_x lefteye_y");
                    }
                    labels.add(column);
                }
            }
        }
        if (attributes != null && attributes != landmarks) {
            labels.addAll(attributes.numbers());
        }
        return new Columns(
                List.copyOf(labels),
                labels.stream().mapToInt(c -> at(attributes, c)).toArray(),
                List.copyOf(points),
                points.stream().mapToInt(c -> at(landmarks, c + "_x")).toArray(),
                points.stream().mapToInt(c -> at(landmarks, c + "_y")).toArray());
    }

    private static String twin(String column) {
        return column.substring(0, column.length() - 2) + (column.endsWith("_x") ? "_y" : "_x");
    }

    private static int at(@Nullable Table table, String column) {
        return table == null ? -1 : table.columns().indexOf(column);
    }
}
