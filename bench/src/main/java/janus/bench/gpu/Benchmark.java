package janus.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import janus.engine.Work;
import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.OutOfDeviceMemory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Training steps of Janus and of this machine's PyTorch, in turns: the same network, batch size and precision, a batch
 * that lies ready, forward, two losses, backward, clipping and AdamW.
 */
final class Benchmark {
    private static final int TURNS = 3;
    /** Where PyTorch's side counts its multiply-adds. */
    private static final int COUNTED_AT = 64;

    private final double seconds;
    private final JanusParty janus = new JanusParty();
    private final PeerParty peer;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    /** Of the first cell of each of Janus' devices. */
    private final Map<String, Map<String, Double>> families = new LinkedHashMap<>();

    private Benchmark(double seconds, PeerParty peer) {
        this.seconds = seconds;
        this.peer = peer;
    }

    /**
     * Times {@code cells} one after the other until {@code limit} seconds are over; {@code seconds} is a turn's length.
     * After each, all numbers so far go to {@code file}.
     */
    static Verdict run(List<Cell> cells, List<String> command, double seconds, long limit, Path file)
            throws IOException {
        PeerParty peer = new PeerParty(command, limit);
        try {
            JsonNode reason = peer.greeting().get("skipped");
            return reason == null
                    ? new Benchmark(seconds, peer).run(cells, file)
                    : Verdict.skipped("skipped: nothing to compare with, " + reason.asText());
        } finally {
            peer.end();
        }
    }

    private Verdict run(List<Cell> cells, Path file) throws IOException {
        Map<Integer, Work> works = new TreeMap<>();
        try (Device device = Devices.open("cpu:1");
                TwoHeads heads = new TwoHeads(device, new Size(1, COUNTED_AT, 1), 1)) {
            cells.forEach(cell -> works.computeIfAbsent(cell.pixels(), heads.model()::work));
            long parameters = heads.model().parameters().count();
            long multiplyAdds = heads.model().work(COUNTED_AT).forward();
            JsonNode other = peer.greeting();
            if (other.get("parameters").asLong() != parameters
                    || other.get("multiplyAdds").asLong() != multiplyAdds) {
                return Verdict.of(
                        false,
                        "error: another network: Janus' has %d parameters and %d multiply-adds, PyTorch's is %s",
                        parameters,
                        multiplyAdds,
                        other);
            }
        }
        measure(cells, works, file);
        return verdict(cells.size());
    }

    private void measure(List<Cell> cells, Map<Integer, Work> works, Path file) throws IOException {
        JsonNode speeds = peer.roofs();
        Roofs roofs = new Roofs(speeds.get("flops"), speeds.get("bytes").asDouble(), works);
        System.out.println("PyTorch: " + peer.greeting() + "\nroofs: " + speeds);
        System.out.println("images/s: median (quartiles; seconds until the first step has ended)");
        for (Cell cell : cells) {
            if (peer.isThere()) {
                measure(cell, roofs);
                Map<String, Object> all = Map.of(
                        "peer", peer.greeting(),
                        "roofs", speeds,
                        "rows", rows,
                        "secondsByFamily", families,
                        "failures", failures);
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), all);
            }
        }
    }

    private Verdict verdict(int cells) {
        String first = rows.isEmpty() ? "" : rows.getFirst() + "; ";
        int late = cells - rows.size() - failures.size();
        return Verdict.of(
                failures.isEmpty() && !rows.isEmpty(),
                "%s%d of %d comparisons, %d out of time%s",
                first,
                rows.size(),
                cells,
                late,
                failures.isEmpty() ? "" : ", failed: " + String.join("; ", failures));
    }

    private void measure(Cell cell, Roofs roofs) {
        try {
            Row row = Row.of(cell, rates(cell), roofs);
            rows.add(row);
            System.out.println(row);
            if (families.keySet().stream().noneMatch(known -> known.startsWith(cell.device() + ","))) {
                Map<String, Double> found = Families.of(() -> Devices.open(cell.device()), cell.size());
                families.put(cell.device() + ", " + cell.size(), found);
                System.out.println("seconds of a plain step by family of kernels, each waited for: " + found);
            }
        } catch (OutOfDeviceMemory | IOException e) {
            System.out.println(cell + ": " + e.getMessage());
            // the limit ends its process
            if (peer.isThere()) {
                failures.add(cell + ": " + e.getMessage());
            }
        }
    }

    /** Of both in turns; where there is no room for both, of one after the other. */
    private List<Rate> rates(Cell cell) throws IOException {
        try {
            return rates(cell, List.of(janus, peer));
        } catch (OutOfDeviceMemory e) {
            System.out.println(cell + ": one after the other, since " + e.getMessage());
            List<Rate> rates = new ArrayList<>(rates(cell, List.of(janus)));
            rates.addAll(rates(cell, List.of(peer)));
            return rates;
        }
    }

    private List<Rate> rates(Cell cell, List<Party> parties) throws IOException {
        try {
            List<Double> firsts = new ArrayList<>();
            List<DoubleStream.Builder> times = new ArrayList<>();
            for (Party party : parties) {
                firsts.add(party.open(cell));
                times.add(DoubleStream.builder());
            }
            for (Party party : parties) {
                party.time(seconds); // warms up
            }
            for (int turn = 0; turn < TURNS; turn++) {
                for (int i = 0; i < parties.size(); i++) {
                    for (double time : parties.get(i).time(seconds)) {
                        times.get(i).add(time);
                    }
                }
            }
            return IntStream.range(0, parties.size())
                    .mapToObj(i -> Rate.of(times.get(i).build().toArray(), cell.batch(), firsts.get(i)))
                    .toList();
        } finally {
            for (Party party : parties) {
                party.close();
            }
        }
    }
}
