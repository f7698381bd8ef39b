package janus.bench.peers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code compare.json}: the header, and an array of rows. */
final class Results {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Results() {}

    static void write(Path file, Header header, List<Row> rows) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.set("header", JSON.valueToTree(header));
        ArrayNode array = root.putArray("rows");
        rows.forEach(row -> put(array.addObject(), row));
        JSON.writeValue(file.toFile(), root);
    }

    private static void put(ObjectNode node, Row row) {
        Work work = row.work();
        node.put("work", work.kind().text).put("size", work.size()).put("batch", work.batch());
        if (work.layer() != null) {
            node.put("layer", work.layer().name());
            node.put("janus_gflops", rounded(row.speed(row.janus())));
            node.put("peer_gflops", rounded(row.speed(row.other())));
        }
        node.put("threads", row.threads()).put("precision", row.precision()).put("peer", row.peer());
        put(node, "janus", row.janus());
        put(node, "peer", row.other());
        node.put("ratio", rounded(row.ratio())).put("difference", row.difference());
        if (work.kind() == Work.Kind.TRAIN_STEP) {
            node.put("janus_peak_mb", rounded(row.janusMegabytes()));
            node.put("peer_peak_mb", rounded(row.otherMegabytes()));
        }
    }

    private static void put(ObjectNode node, String party, Times times) {
        node.put(party + "_ms", rounded(times.median()));
        node.put(party + "_quartile1_ms", rounded(times.lower()));
        node.put(party + "_quartile3_ms", rounded(times.upper()));
        node.put(party + "_min_ms", rounded(times.least()));
        node.put(party + "_max_ms", rounded(times.most()));
        node.put(party + "_runs", times.runs());
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
