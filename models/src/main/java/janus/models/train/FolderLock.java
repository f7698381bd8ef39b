package janus.models.train;

import janus.celeba.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a folder for this process, by a lock of the operating system that ends with the process. */
final class FolderLock implements AutoCloseable {
    static final String FILE = ".lock";
    private static final int TRIES = 20;
    private static final int PAUSE_MILLIS = 100;

    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits a moment for it: a launcher that was killed takes its child along a little later.
     *
     * @throws DataException naming the process that has it
     */
    static FolderLock of(Path folder) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            FolderLock lock = tryOf(folder);
            if (lock != null) {
                return lock;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        String pid = Files.readString(folder.resolve(FILE)).strip();
        throw new DataException(
                folder + ": run folder in use by pid " + pid + "; wait for it, or choose another --out");
    }

    /** Null while another process, or another part of this one, has it. */
    static @Nullable FolderLock tryOf(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            return null;
        }
        byte[] pid = Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
        return new FolderLock(channel);
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            @Nullable FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
