package janus.kernels.parity;

import janus.kernels.Device;
import janus.kernels.cpu.CpuProbe;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What each case leaves on a CPU device, to the bit. */
final class Digests {
    private Digests() {}

    /** SHA-256 of all outputs, by case. */
    static SortedMap<String, String> of(Device device, List<ParityCase> cases) throws NoSuchAlgorithmException {
        SortedMap<String, String> digests = new TreeMap<>();
        for (ParityCase c : cases) {
            Trial trial = new Trial(device, device.kernels(), new CpuProbe(), c.seed(), Trial.Kind.BUFFERS);
            c.body().accept(trial);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < trial.outputs().size(); i++) {
                digest.update(bits(trial.result(i)));
            }
            trial.free();
            digests.put(c.label(), HexFormat.of().formatHex(digest.digest()));
        }
        return digests;
    }

    /** The floats in {@code values}. All NaNs are one: which of two operands' payloads survives is not defined. */
    private static byte[] bits(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        for (double value : values) {
            bytes.putInt(Float.floatToIntBits((float) value));
        }
        return bytes.array();
    }
}
