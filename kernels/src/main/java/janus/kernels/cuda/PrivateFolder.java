package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that this user alone may enter, named after the content it holds: programs that run at once share it, each
 * file appears whole or not at all, and one that was changed is replaced. Where the user's cache cannot be written, it
 * is a fresh folder that {@link #close()} removes.
 */
record PrivateFolder(Path path, boolean passing) implements AutoCloseable {
    private static final Set<PosixFilePermission> MINE = PosixFilePermissions.fromString("rwx------");
    private static final FileAttribute<Set<PosixFilePermission>> FOR_ME = PosixFilePermissions.asFileAttribute(MINE);
    private static final int NAME_BYTES = 8;

    /** Holds these files, by name. */
    static PrivateFolder of(SortedMap<String, byte[]> files, Map<String, String> environment) throws IOException {
        Path cache = cache(environment);
        if (cache != null) {
            try {
                Path folder = cache.resolve("janus/natives").resolve(name(files));
                Files.createDirectories(folder, FOR_ME);
                write(files, folder);
                return new PrivateFolder(folder, false);
            } catch (IOException e) {
                // a home that cannot be written, or someone else's: a folder for this process serves as well
            }
        }
        PrivateFolder folder = new PrivateFolder(Files.createTempDirectory("janus-natives-", FOR_ME), true);
        write(files, folder.path);
        return folder;
    }

    private static @Nullable Path cache(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        // the XDG Base Directory Specification 0.8: a path that is not absolute is to be ignored
        return cache.startsWith("/") ? Path.of(cache) : home.startsWith("/") ? Path.of(home, ".cache") : null;
    }

    private static String name(SortedMap<String, byte[]> files) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                sha.update((name + " " + content.length + "\n").getBytes(UTF_8));
                sha.update(content);
            });
            return HexFormat.of().formatHex(sha.digest(), 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(SortedMap<String, byte[]> files, Path folder) throws IOException {
        Path fresh = Files.createTempFile(folder, "fresh", null);
        try {
            // what others may write, or could when they made it, may change between this look and the use
            if (!Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(fresh))) {
                throw new IOException(folder + " belongs to another user");
            }
            Files.setPosixFilePermissions(folder, MINE);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                if (!Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                        || !Arrays.equals(Files.readAllBytes(target), file.getValue())) {
                    Path whole = Files.createTempFile(folder, "fresh", null);
                    Files.write(whole, file.getValue());
                    Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Removes what no later process will use; libraries that were opened stay open. */
    @Override
    public void close() throws IOException {
        if (passing) {
            try (var files = Files.newDirectoryStream(path)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(path);
        }
    }
}
