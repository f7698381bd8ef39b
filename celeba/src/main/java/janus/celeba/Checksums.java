package janus.celeba;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Compares lists as long as CelebA's with the MD5 sums torchvision publishes. The image zip is not summed: the
 * checksum of each of its entries is compared when it is read.
 */
final class Checksums {
    private static final int CELEBA_ROWS = 202_599;
    private static final Map<String, String> MD5 = Map.of(
            "list_attr_celeba.txt", "75e246fa4810816ffd6ee81facbd244c",
            "list_landmarks_align_celeba.txt", "cc24ecafdb5b50baae59b03474781f8c",
            "list_eval_partition.txt", "d32c9cbf5e040fd4025c592c306e6668");

    private Checksums() {}

    /** One warning for each of CelebA's lists whose bytes are not the published ones (CRLF copies among them). */
    static List<String> warnings(List<Table> tables) {
        return tables.stream()
                .filter(t -> t.size() == CELEBA_ROWS && differs(t))
                .map(t -> "warning: " + t.path() + " differs from CelebA's published list (MD5)")
                .toList();
    }

    private static boolean differs(Table table) {
        String expected = MD5.get(String.valueOf(table.path().getFileName()));
        return expected != null
                && !expected.equals(HexFormat.of().formatHex(Digests.md5().digest(table.bytes())));
    }
}
