package janus.models.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * {@code diagnostics.csv} of a run, a line for each number of {@link janus.models.balance.Diagnosis}. It is on the disk
 * before a checkpoint is, and cut back to the checkpoint when a run goes on: no step is in it twice.
 */
final class DiagnosticsFile {
    private static final String HEADER = "model,step,group,quantity,task,other,value\n";

    private final Path path;
    private final StringBuilder pending = new StringBuilder();
    private long length;

    DiagnosticsFile(Path path) {
        this.path = path;
    }

    /** Goes on after {@code step}: lines of later steps are dropped. */
    void cutAfter(long step) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        // a character a byte, whatever tasks are called
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        int end = text.startsWith(HEADER) ? HEADER.length() : 0;
        for (int next = text.indexOf('\n', end); next >= 0 && end > 0; next = text.indexOf('\n', end)) {
            String[] fields = text.substring(end, next).split(",", 3);
            if (fields.length < 3 || !fields[1].matches("\\d{1,18}") || Long.parseLong(fields[1]) > step) {
                break;
            }
            end = next + 1;
        }
        length = end;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    /** Lines of {@code group,quantity,task,other,value} of a model at a step, counted from 1. */
    void add(String model, long step, List<String> lines) {
        lines.forEach(line -> pending.append(model)
                .append(',')
                .append(step)
                .append(',')
                .append(line)
                .append('\n'));
    }

    /** Puts all lines on the disk; where that fails, the next call tries again. */
    void flush() throws IOException {
        if (pending.isEmpty()) {
            return;
        }
        String text = (length == 0 ? HEADER : "") + pending;
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (bytes.hasRemaining()) {
                channel.write(bytes, length + bytes.position());
            }
            channel.force(true);
        }
        length += bytes.limit();
        pending.setLength(0);
    }
}
