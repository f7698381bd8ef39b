package janus.celeba;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Images as files below a folder, which links may be part of. */
final class ImageFolder implements ImageStore {
    private final Path folder;
    private final Set<String> names;

    private ImageFolder(Path folder, Set<String> names) {
        this.folder = folder;
        this.names = names;
    }

    static ImageFolder open(Path folder) {
        Set<String> names = new HashSet<>(1 << 19);
        int prefix = folder.toString().length() + (folder.toString().endsWith(File.separator) ? 0 : 1);
        FileVisitor<Path> collect = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.toString().substring(prefix);
                if (ImageStore.isImage(name)) {
                    names.add(File.separatorChar == '/' ? name : name.replace(File.separatorChar, '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        };
        try {
            Files.walkFileTree(folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, collect);
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed (" + e.getMessage() + "); check its permissions", e);
        }
        return new ImageFolder(folder, Collections.unmodifiableSet(names));
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public byte[] read(String name) {
        Path file = folder.resolve(name);
        try {
            if (Files.size(file) > LARGEST) {
                throw new DataException(file + ": larger than 64 MiB; give the face crops");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); check the file", e);
        }
    }

    @Override
    public long fingerprint(String name) {
        BasicFileAttributes found = attributes(name);
        return found.lastModifiedTime().toMillis() * 0x9E3779B97F4A7C15L + found.size();
    }

    @Override
    public long size(String name) {
        return attributes(name).size();
    }

    private BasicFileAttributes attributes(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e.getMessage() + "); check the file", e);
        }
    }

    @Override
    public void close() {}
}
