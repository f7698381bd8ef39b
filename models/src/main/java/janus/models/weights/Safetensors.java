package janus.models.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import janus.celeba.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A file of named arrays: 8 bytes length, a JSON header, raw numbers (Hugging Face's safetensors). What is written here
 * carries a checksum over the whole file as its first metadata entry, taken with the checksum's own digits zero.
 *
 * @param verified whether the file carried a checksum, which then was right
 */
public record Safetensors(Map<String, String> metadata, Map<String, Array> arrays, boolean verified) {
    private static final String METADATA = "__metadata__";
    private static final String CHECKSUM = "crc32c";
    private static final String NO_DIGITS = "00000000";
    private static final byte[] PREFIX =
            ("{\"" + METADATA + "\":{\"" + CHECKSUM + "\":\"").getBytes(StandardCharsets.UTF_8);
    private static final int MAX_HEADER = 100_000_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Replaces {@code file}, durably. Same arguments, same bytes. */
    public static void write(Path file, Map<String, String> metadata, Map<String, ? extends Values> arrays)
            throws IOException {
        ByteBuffer header = header(metadata, arrays);
        Durable.write(file, channel -> {
            CRC32C checksum = new CRC32C();
            checksum.update(header.duplicate());
            Durable.writeFully(channel, header.duplicate());
            for (Values values : arrays.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(
                                Values.count(values.shape()) * values.dtype().size())
                        .order(ByteOrder.LITTLE_ENDIAN);
                values.writeTo(bytes);
                checksum.update(bytes.flip());
                Durable.writeFully(channel, bytes.flip());
            }
            String digits = HexFormat.of().toHexDigits((int) checksum.getValue());
            channel.write(ByteBuffer.wrap(digits.getBytes(StandardCharsets.US_ASCII)), 8 + PREFIX.length);
        });
    }

    private static ByteBuffer header(Map<String, String> metadata, Map<String, ? extends Values> arrays)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode entries = root.putObject(METADATA).put(CHECKSUM, NO_DIGITS);
        metadata.forEach((key, value) -> {
            if (!key.equals(CHECKSUM)) {
                entries.put(key, value);
            }
        });
        long offset = 0;
        for (Map.Entry<String, ? extends Values> entry : arrays.entrySet()) {
            Values values = entry.getValue();
            ObjectNode node =
                    root.putObject(entry.getKey()).put("dtype", values.dtype().name());
            node.set("shape", JSON.valueToTree(values.shape()));
            long end = offset
                    + (long) Values.count(values.shape()) * values.dtype().size();
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = JSON.writeValueAsBytes(root);
        // numbers start at a multiple of 8, so that others may map them
        int length = Math.ceilDiv(json.length, 8) * 8;
        ByteBuffer header = ByteBuffer.allocate(8 + length).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(length).put(json);
        Arrays.fill(header.array(), header.position(), header.limit(), (byte) ' ');
        return header.clear();
    }

    /**
     * Reads all of {@code file}.
     *
     * @throws DataException if it is cut or damaged, or its entries overlap, leave gaps or have unknown types
     */
    public static Safetensors read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw bad(file, "a folder", "give a .safetensors file");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C checksum = new CRC32C();
            ByteBuffer length = length(file, channel);
            checksum.update(length.duplicate());
            byte[] header = bytes(file, channel, (int) length.getLong(0)).array();
            boolean marked = header.length > PREFIX.length + 8
                    && Arrays.equals(header, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
            String found = marked ? new String(header, PREFIX.length, 8, StandardCharsets.US_ASCII) : "";
            if (marked) {
                Arrays.fill(header, PREFIX.length, PREFIX.length + 8, (byte) '0');
            }
            checksum.update(header);
            JsonNode root = parse(file, header);
            Map<String, Array> arrays = arrays(file, channel, root, checksum);
            if (marked && !found.equals(HexFormat.of().toHexDigits((int) checksum.getValue()))) {
                throw bad(file, "checksum mismatch", "it is damaged: use another copy");
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            root.path(METADATA)
                    .properties()
                    .forEach(entry ->
                            metadata.put(entry.getKey(), entry.getValue().asText()));
            metadata.remove(CHECKSUM);
            return new Safetensors(metadata, arrays, marked);
        }
    }

    private static ByteBuffer length(Path file, FileChannel channel) throws IOException {
        ByteBuffer length = channel.size() < 8 ? ByteBuffer.allocate(8) : bytes(file, channel, 8);
        long value = length.getLong(0);
        if (value < 2 || value > Math.min(MAX_HEADER, channel.size() - 8)) {
            throw bad(file, "not a safetensors file, or cut", "its first 8 bytes must give the header's length");
        }
        return length;
    }

    private static JsonNode parse(Path file, byte[] header) throws IOException {
        try {
            JsonNode root = JSON.readTree(header);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException e) {
            throw bad(file, "header is not JSON: " + e.getOriginalMessage(), "use another copy");
        }
        throw bad(file, "header is not a JSON object", "use another copy");
    }

    /** The arrays in the header's order; in the file each must begin where the one before it ends. */
    private static Map<String, Array> arrays(Path file, FileChannel channel, JsonNode root, CRC32C checksum)
            throws IOException {
        List<Slice> slices = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!entry.getKey().equals(METADATA)) {
                slices.add(Slice.of(file, entry.getKey(), entry.getValue()));
            }
        }
        Map<String, Array> arrays = new LinkedHashMap<>();
        slices.forEach(slice -> arrays.put(slice.name(), Array.of(new int[] {0}, new float[0])));
        slices.sort(Comparator.comparingLong(Slice::begin).thenComparingLong(Slice::end));
        long position = 0;
        long available = channel.size() - channel.position();
        for (Slice slice : slices) {
            if (slice.begin() != position || slice.end() > available) {
                throw bad(
                        file,
                        "'" + slice.name() + "' lies at " + slice.begin() + "–" + slice.end() + ", expected at "
                                + position + " within " + available + " bytes",
                        "it is cut or damaged: use another copy");
            }
            ByteBuffer bytes = bytes(file, channel, slice.bytes());
            checksum.update(bytes.duplicate());
            arrays.put(slice.name(), new Array(slice.dtype(), slice.shape(), bytes));
            position = slice.end();
        }
        if (position != available) {
            throw bad(file, (available - position) + " bytes belong to no array", "use another copy");
        }
        return arrays;
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw bad(file, "ends too early", "it is cut: use another copy");
            }
        }
        return bytes.flip();
    }

    private static DataException bad(Path file, String what, String remedy) {
        return new DataException(file + ": " + what + "; " + remedy);
    }
}
