package janus.models.weights;

import janus.celeba.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import net.razorvine.pickle.PickleException;

/**
 * Reads the state dict of a {@code .pth} file as {@code torch.save} writes it since PyTorch 1.6: a zip of one pickle
 * and of raw storages. Nothing in the file is run; see {@link TorchPickle}. Tensors may share a storage, be
 * transposed, or repeat elements by stride 0.
 */
final class TorchArchive {
    private static final int LONGEST_PICKLE = 64 << 20;
    private static final int LONGEST_STORAGE = Integer.MAX_VALUE - 8;
    private static final String REMEDY =
            "; save the state dict alone with PyTorch: torch.save(model.state_dict(), file)";

    private final Path file;
    private final ZipFile zip;
    private final String prefix;
    private final Map<String, ByteBuffer> storages = new LinkedHashMap<>();

    private TorchArchive(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
        this.prefix = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith("/data.pkl"))
                .map(name -> name.substring(0, name.length() - "data.pkl".length()))
                .findFirst()
                .orElseThrow(() -> new DataException(file + ": a zip without data.pkl, so not of PyTorch" + REMEDY));
    }

    /**
     * All tensors, by name, in the file's order.
     *
     * @throws DataException if it is of another format, holds more than tensors, or is cut
     */
    static Map<String, Array> read(Path file) throws IOException {
        requireZip(file);
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return new TorchArchive(file, zip).arrays();
        } catch (ZipException e) {
            throw new DataException(file + ": a damaged zip, " + e.getMessage() + "; use another copy", e);
        } catch (PickleException e) {
            throw new DataException(file + ": refused, " + e.getMessage() + REMEDY, e);
        }
    }

    private static void requireZip(Path file) throws IOException {
        byte[] start = new byte[512];
        int length;
        try (InputStream stream = Files.newInputStream(file)) {
            length = stream.readNBytes(start, 0, start.length);
        }
        String format = null;
        if (length >= 12 && start[0] == (byte) 0x80 && start[2] == (byte) 0x8a) {
            format = "PyTorch's legacy format, of before 1.6";
        } else if (length > 262 && new String(start, 257, 5, StandardCharsets.US_ASCII).equals("ustar")) {
            format = "PyTorch's TAR format, of before 0.2";
        } else if (length < 4 || start[0] != 'P' || start[1] != 'K') {
            format = "neither safetensors nor a zip of PyTorch";
        }
        if (format != null) {
            throw new DataException(file + ": " + format + REMEDY);
        }
    }

    private Map<String, Array> arrays() throws IOException {
        ZipEntry order = zip.getEntry(prefix + "byteorder");
        if (order != null && !new String(bytes(order, 16), StandardCharsets.US_ASCII).equals("little")) {
            throw new DataException(file + ": written on a big-endian machine" + REMEDY);
        }
        Object root = TorchPickle.read(bytes(zip.getEntry(prefix + "data.pkl"), LONGEST_PICKLE));
        if (root instanceof TorchPickle.Dict dict && dict.get("state_dict") instanceof TorchPickle.Dict inner) {
            root = inner;
        }
        if (!(root instanceof TorchPickle.Dict dict)) {
            throw new DataException(file + ": not a state dict" + REMEDY);
        }
        Map<String, Array> arrays = new LinkedHashMap<>();
        for (Map.Entry<Object, Object> entry : dict.entrySet()) {
            if (!(entry.getKey() instanceof String name) || !(entry.getValue() instanceof TorchPickle.View view)) {
                throw new DataException(file + ": '" + entry.getKey() + "' is not a tensor" + REMEDY);
            }
            arrays.put(name, array(name, view));
        }
        return arrays;
    }

    /** The view, copied row-major. */
    private Array array(String name, TorchPickle.View view) throws IOException {
        int size = view.storage().dtype().size();
        ByteBuffer storage = storage(name, view.storage());
        long elements = view.elements();
        if (elements < 0 || elements > LONGEST_STORAGE / size || view.end() > storage.limit() / size) {
            throw new DataException(
                    "%s: '%s' %s with strides %s from %d reaches outside its %d numbers; use another copy"
                            .formatted(
                                    file,
                                    name,
                                    Arrays.toString(view.shape()),
                                    Arrays.toString(view.strides()),
                                    view.offset(),
                                    storage.limit() / size));
        }
        ByteBuffer copy = ByteBuffer.allocate((int) elements * size);
        if (elements > 0) {
            copy(storage, copy, view, 0, (int) view.offset());
        }
        int[] shape = Arrays.stream(view.shape()).mapToInt(Math::toIntExact).toArray();
        return new Array(view.storage().dtype(), shape, copy.flip());
    }

    private static void copy(ByteBuffer from, ByteBuffer to, TorchPickle.View view, int axis, int at) {
        int size = view.storage().dtype().size();
        if (view.isRowMajor(axis)) {
            int rest = 1;
            for (int i = axis; i < view.shape().length; i++) {
                rest *= (int) view.shape()[i];
            }
            to.put(from.slice(at * size, rest * size));
            return;
        }
        for (int i = 0; i < view.shape()[axis]; i++) {
            copy(from, to, view, axis + 1, at + i * (int) view.strides()[axis]);
        }
    }

    private ByteBuffer storage(String name, TorchPickle.Storage storage) throws IOException {
        ByteBuffer known = storages.get(storage.key());
        if (known == null) {
            ZipEntry entry = zip.getEntry(prefix + "data/" + storage.key());
            if (entry == null) {
                throw new DataException(file + ": the numbers of '" + name + "' are missing; use another copy");
            }
            known = ByteBuffer.wrap(bytes(entry, LONGEST_STORAGE));
            storages.put(storage.key(), known);
        }
        if (known.limit() != storage.elements() * storage.dtype().size()) {
            throw new DataException("%s: '%s' needs %d numbers of %d bytes, its storage has %d bytes; use another copy"
                    .formatted(file, name, storage.elements(), storage.dtype().size(), known.limit()));
        }
        return known;
    }

    /** As many bytes as the entry says it has, which may be no more than the file has. */
    private byte[] bytes(ZipEntry entry, int most) throws IOException {
        if (entry.getMethod() != ZipEntry.STORED || entry.getSize() > most || entry.getSize() > Files.size(file)) {
            throw new DataException(
                    file + ": its entry " + entry.getName() + " is compressed or too long; use another copy");
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            return stream.readNBytes((int) entry.getSize());
        }
    }
}
