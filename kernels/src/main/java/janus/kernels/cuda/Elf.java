package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The dynamic part of a shared library for Linux on x86-64: what it needs, and the versions of symbols it needs of them
 * (System V ABI, chapter 5; Linux Standard Base Core 5.0, 10.7 Symbol Versioning).
 */
final class Elf {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_VERNEED = 0x6ffffffeL;

    private final ByteBuffer file;
    private final List<Integer> needed = new ArrayList<>();
    private final int strings;
    private final int versions;

    /**
     * Reads {@code file}, which is kept and not changed.
     *
     * @throws IllegalArgumentException if it is no such library
     */
    Elf(byte[] file) {
        this.file = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 64 || this.file.getInt(0) != 0x464c457f || this.file.getShort(4) != 0x0102) {
            throw new IllegalArgumentException("no ELF file of 64 bits, little-endian");
        }
        long strtab = 0;
        long verneed = 0;
        int dynamic = segment(PT_DYNAMIC, 0);
        for (int at = dynamic; this.file.getLong(at) != 0; at += 16) {
            long tag = this.file.getLong(at);
            long value = this.file.getLong(at + 8);
            if (tag == DT_NEEDED) {
                needed.add((int) value);
            }
            strtab = tag == DT_STRTAB ? value : strtab;
            verneed = tag == DT_VERNEED ? value : verneed;
        }
        strings = segment(PT_LOAD, strtab);
        versions = verneed == 0 ? 0 : segment(PT_LOAD, verneed);
    }

    /** Where in the file a segment begins; of loaded ones, where the byte lies that is loaded to {@code address}. */
    private int segment(int type, long address) {
        int header = (int) file.getLong(32);
        int size = file.getShort(54);
        for (int i = 0; i < file.getShort(56); i++) {
            int at = header + i * size;
            long into = address - file.getLong(at + 16);
            if (file.getInt(at) == type && (type != PT_LOAD || into >= 0 && into < file.getLong(at + 32))) {
                return Math.toIntExact(file.getLong(at + 8) + (type == PT_LOAD ? into : 0));
            }
        }
        throw new IllegalArgumentException("an ELF file without a dynamic part");
    }

    /** The libraries it needs, by soname. */
    List<String> needed() {
        return needed.stream().map(this::string).toList();
    }

    /** The versions of symbols it needs, as {@code soname/version:hash}. */
    List<String> versionsNeeded() {
        List<String> all = new ArrayList<>();
        eachVersion((library, at) -> all.add(
                string(library) + "/" + string(file.getInt(at + 8)) + ":" + Integer.toHexString(file.getInt(at))));
        return all;
    }

    /**
     * Needs {@code to} in place of {@code from}, in which also the versions of symbols that bear the library's name are
     * called {@code to}. The names must be of one length: no byte moves.
     */
    byte[] relinked(String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + " and " + to + " differ in length");
        }
        int name = needed.stream()
                .filter(n -> string(n).equals(from))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("does not need " + from + " but " + needed()));
        if (file.get(strings + name - 1) != 0) {
            throw new IllegalArgumentException(from + " is the end of another name");
        }
        byte[] copy = file.array().clone();
        System.arraycopy(to.getBytes(US_ASCII), 0, copy, strings + name, to.length());
        eachVersion((library, at) -> {
            if (file.getInt(at + 8) == name) {
                ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, hash(to));
            }
        });
        return copy;
    }

    @FunctionalInterface
    private interface VersionVisitor {
        /** A library's name in the string table, and where in the file the entry of a version it must have lies. */
        void visit(int library, int at);
    }

    private void eachVersion(VersionVisitor visitor) {
        int next = versions == 0 ? 0 : 1;
        for (int at = versions; next != 0; at += next) {
            int entry = at + file.getInt(at + 8);
            for (int i = 0; i < file.getShort(at + 2); i++) {
                visitor.visit(file.getInt(at + 4), entry);
                entry += file.getInt(entry + 12);
            }
            next = file.getInt(at + 12);
        }
    }

    private String string(int offset) {
        int end = strings + offset;
        while (file.get(end) != 0) {
            end++;
        }
        return new String(file.array(), strings + offset, end - strings - offset, US_ASCII);
    }

    /** The hash of symbol names (System V ABI, chapter 5, figure 5-13). */
    static int hash(String name) {
        int h = 0;
        for (char c : name.toCharArray()) {
            h = (h << 4) + c;
            h ^= (h & 0xf0000000) >>> 24;
            h &= 0x0fffffff;
        }
        return h;
    }
}
