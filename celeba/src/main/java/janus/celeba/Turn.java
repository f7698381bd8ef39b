package janus.celeba;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** One at a time, of all threads, processes and hosts that share a folder. */
public final class Turn {
    private static final int WAIT = 100;

    private Turn() {}

    /** What is done in turn. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Waits for the lock on {@code file}, works, and deletes the file. Who has waited finds the work done, and must look;
     * after a failure the file stays for whoever waits.
     */
    public static <T> T take(Path file, Work<T> work) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (locked(channel) == null) {
                // lock() would wait for another process, but throws where a thread of this one has the lock
                Thread.sleep(WAIT);
            }
            T done = work.run();
            Files.deleteIfExists(file);
            return done;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException(file + ": interrupted while another process was waited for; start again", e);
        }
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }
}
