package janus.models.weights;

import janus.celeba.DataException;
import janus.engine.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Arrays by name, of a weight file of any kind, on their way into a model. */
public record StateDict(Path file, Map<String, Array> arrays) {
    /** PyTorch's step counter of a BatchNorm, which nothing here uses. */
    private static final String COUNTER = ".num_batches_tracked";

    private static final int SHOWN = 5;

    /**
     * Reads safetensors, or PyTorch's zip format; which of them it is its first bytes tell.
     *
     * @throws DataException naming the format, if it is another one
     */
    public static StateDict read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new DataException(file + ": a folder; give a .safetensors or .pth file");
        }
        byte[] start;
        try (InputStream stream = Files.newInputStream(file)) {
            start = stream.readNBytes(9);
        }
        boolean safetensors = start.length == 9 && start[8] == '{' && start[7] == 0;
        return new StateDict(file, safetensors ? Safetensors.read(file).arrays() : TorchArchive.read(file));
    }

    /**
     * Puts each array into the parameters of its name.
     *
     * @param name of a parameter in the file
     * @return the names of arrays that no parameter has
     * @throws DataException if a parameter has no array, or one of another shape; then nothing was put
     */
    public List<String> into(List<Parameter> parameters, Function<Parameter, String> name) {
        Set<String> left = new LinkedHashSet<>(arrays.keySet());
        List<String> missing = new ArrayList<>();
        List<String> mismatched = new ArrayList<>();
        for (Parameter parameter : parameters) {
            Array array = arrays.get(name.apply(parameter));
            left.remove(name.apply(parameter));
            if (array == null) {
                missing.add('"' + name.apply(parameter) + '"');
            } else if (!Arrays.equals(array.shape(), parameter.shape().toArray())) {
                mismatched.add("size mismatch for %s: %s in the file, %s in the model"
                        .formatted(parameter.name(), Arrays.toString(array.shape()), parameter.shape()));
            }
        }
        if (!missing.isEmpty() || !mismatched.isEmpty()) {
            throw new DataException(file + ": "
                    + (missing.isEmpty() ? "" : "missing key(s): " + some(missing) + "; ")
                    + (mismatched.isEmpty() ? "" : some(mismatched) + "; ")
                    + "give weights of the same model, of the same width");
        }
        for (Parameter parameter : parameters) {
            parameter.set(
                    Objects.requireNonNull(arrays.get(name.apply(parameter))).doubles());
        }
        return left.stream().filter(key -> !key.endsWith(COUNTER)).toList();
    }

    private static String some(List<String> all) {
        return all.stream().limit(SHOWN).collect(Collectors.joining(", "))
                + (all.size() > SHOWN ? " and " + (all.size() - SHOWN) + " more" : "");
    }
}
