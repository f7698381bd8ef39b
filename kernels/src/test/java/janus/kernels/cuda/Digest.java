package janus.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The first 16 hex digits of a SHA-256, over parts of any number. */
final class Digest {
    private final MessageDigest sha;

    Digest(String start) {
        try {
            sha = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        add(start.getBytes(UTF_8));
    }

    void add(byte[] part) {
        sha.update(part);
        sha.update((byte) 0);
    }

    String hex() {
        return HexFormat.of().formatHex(sha.digest(), 0, 8);
    }
}
