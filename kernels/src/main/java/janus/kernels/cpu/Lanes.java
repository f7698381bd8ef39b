package janus.kernels.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import janus.kernels.Buffer;
import janus.kernels.Role;
import janus.kernels.Shape;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The vector that kernels use: the widest this processor prefers, at most one block of 16 channels. */
final class Lanes {
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Layout.BLOCK
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    static final int COUNT = SPECIES.length();

    /** Whether a·b + c is one instruction; without it {@code fma} is emulated, thousands of times slower. */
    static final boolean FMA = fusedMultiplyAdd();

    private Lanes() {}

    /** a·b + c, rounded once where the processor can. */
    static FloatVector multiplyAdd(FloatVector a, FloatVector b, FloatVector c) {
        return FMA ? a.fma(b, c) : a.mul(b).add(c);
    }

    /** The first {@code c} numbers of {@code x}, followed by zeros to a whole number of channel blocks. */
    static float[] padded(Buffer x, int c) {
        CpuBuffer source = (CpuBuffer) x;
        float[] lanes = new float[Layout.blocks(c) * Layout.BLOCK];
        System.arraycopy(source.array(), source.offset(), lanes, 0, c);
        return lanes;
    }

    /** Adds {@code x} to the numbers of {@code sums} from {@code at} on. */
    static void accumulate(FloatVector x, float[] sums, int at) {
        FloatVector.fromArray(SPECIES, sums, at).add(x).intoArray(sums, at);
    }

    /** Zeroes the lanes of an ACTIVATION that belong to no channel. */
    static void zeroPadding(Shape z, CpuBuffer y) {
        int used = y.role() == Role.ACTIVATION ? z.at(1) % Layout.BLOCK : 0;
        if (used == 0) {
            return;
        }
        int hw = z.at(2) * z.at(3);
        for (int n = 1; n <= z.at(0); n++) {
            int end = y.offset() + n * Layout.blocks(z.at(1)) * hw * Layout.BLOCK;
            for (int i = end - hw * Layout.BLOCK; i < end; i += Layout.BLOCK) {
                Arrays.fill(y.array(), i + used, i + Layout.BLOCK, 0f);
            }
        }
    }

    private static boolean fusedMultiplyAdd() {
        try {
            HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            return machine != null
                    && Boolean.parseBoolean(machine.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException unknownOption) {
            return false;
        }
    }
}
