package janus.celeba;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Images inside a zip, read in place. Every entry's checksum is compared when it is read. */
final class ImageZip implements ImageStore {
    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private ImageZip(Path path, ZipFile zip, Map<String, ZipEntry> entries) {
        this.path = path;
        this.zip = zip;
        this.entries = entries;
    }

    static ImageZip open(Path path) {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (IOException e) {
            throw new DataException(path + ": " + describe(path, e), e);
        }
        try {
            return new ImageZip(path, zip, index(path, zip));
        } catch (DataException e) {
            close(zip);
            throw e;
        }
    }

    private static String describe(Path path, IOException e) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(256);
            if (ListFile.isWebPage(head)) {
                return "a web page, not a zip (a download over its quota saves one); download it again";
            }
            return e instanceof ZipException && head.length > 1 && head[0] == 'P' && head[1] == 'K'
                    ? "an incomplete zip (" + e.getMessage() + "); download it again"
                    : "not a zip (" + e.getMessage() + "); give the image zip or its folder";
        } catch (IOException unreadable) {
            return "cannot be read (" + unreadable.getMessage() + "); check the file";
        }
    }

    private static Map<String, ZipEntry> index(Path path, ZipFile zip) {
        Map<String, ZipEntry> whole = new HashMap<>(1 << 19);
        String common = null;
        for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            String name = entry.getName();
            if (entry.isDirectory() || !ImageStore.isImage(name) || name.startsWith("__MACOSX/")) {
                continue;
            }
            String fault = Table.nameFault(name);
            if (fault != null) {
                throw new DataException(
                        path + ": entry '" + ListFile.shortened(name) + "' " + fault + "; do not use this zip");
            }
            if (whole.put(name, entry) != null) {
                throw new DataException(path + ": two entries are named " + name + "; download it again");
            }
            String folder = name.substring(0, name.lastIndexOf('/') + 1);
            while (common != null && !folder.startsWith(common)) {
                common = common.substring(0, common.lastIndexOf('/', common.length() - 2) + 1);
            }
            common = common == null ? folder : common;
        }
        int prefix = common == null ? 0 : common.length();
        if (prefix == 0) {
            return whole;
        }
        Map<String, ZipEntry> entries = new HashMap<>(1 << 19);
        whole.forEach((name, entry) -> entries.put(name.substring(prefix), entry));
        return entries;
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public byte[] read(String name) {
        ZipEntry entry = entry(name);
        if (entry.getSize() > LARGEST) {
            throw new DataException(path + "!" + entry + ": larger than 64 MiB; do not use this zip");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes((int) LARGEST);
        } catch (IOException e) {
            throw new DataException(path + "!" + entry + ": damaged (" + e.getMessage() + "); download it again", e);
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (crc.getValue() != entry.getCrc()) {
            throw new DataException(path + "!" + entry + ": damaged (its checksum is wrong); download it again");
        }
        return bytes;
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new DataException(path + ": no image " + name + "; check the list");
        }
        return entry;
    }

    @Override
    public long fingerprint(String name) {
        ZipEntry entry = entry(name);
        return entry.getCrc() * 0x9E3779B97F4A7C15L + entry.getSize();
    }

    @Override
    public long size(String name) {
        return entry(name).getSize();
    }

    @Override
    public void close() {
        close(zip);
    }

    private static void close(ZipFile zip) {
        try {
            zip.close();
        } catch (IOException e) {
            throw new DataException(zip.getName() + ": cannot be closed (" + e.getMessage() + "); check the disk", e);
        }
    }
}
