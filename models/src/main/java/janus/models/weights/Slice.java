package janus.models.weights;

import com.fasterxml.jackson.databind.JsonNode;
import janus.celeba.DataException;
import java.nio.file.Path;
import java.util.Arrays;

/** One entry of a safetensors header: bytes {@code begin} (inclusive) to {@code end} (exclusive) after the header. */
record Slice(String name, Array.Dtype dtype, int[] shape, long begin, long end) {
    /** Checks that the fields are there, and that type, shape and offsets agree. */
    static Slice of(Path file, String name, JsonNode node) {
        JsonNode offsets = node.path("data_offsets");
        JsonNode shape = node.path("shape");
        boolean whole = offsets.size() == 2
                && offsets.get(0).canConvertToLong()
                && offsets.get(1).canConvertToLong()
                && shape.isArray();
        int[] extents = new int[shape.size()];
        for (int i = 0; i < extents.length; i++) {
            whole &= shape.get(i).canConvertToInt()
                    && shape.get(i).isIntegralNumber()
                    && shape.get(i).intValue() >= 0;
            extents[i] = shape.get(i).asInt();
        }
        if (!whole) {
            throw new DataException(file + ": '" + name + "' lacks dtype, shape or data_offsets; use another copy");
        }
        Array.Dtype dtype = dtype(file, name, node.path("dtype").asText());
        long begin = offsets.get(0).longValue();
        long end = offsets.get(1).longValue();
        long need = dtype.size();
        for (int extent : extents) {
            need = Math.min(need * extent, 1L << 33);
        }
        if (begin < 0 || end - begin != need || need > Integer.MAX_VALUE - 8) {
            throw new DataException(file + ": '" + name + "' is " + dtype + " " + Arrays.toString(extents)
                    + ", but lies at " + begin + "–" + end + "; use another copy");
        }
        return new Slice(name, dtype, extents, begin, end);
    }

    private static Array.Dtype dtype(Path file, String name, String text) {
        for (Array.Dtype dtype : Array.Dtype.values()) {
            if (dtype.name().equals(text)) {
                return dtype;
            }
        }
        throw new DataException(file + ": '" + name + "' has type '" + text + "'; convert it to one of "
                + Arrays.toString(Array.Dtype.values()));
    }

    int bytes() {
        return (int) (end - begin);
    }
}
