package janus.kernels.cpu;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What this processor's vectors can do. */
final class Hardware {
    /** The widest vectors, at most one block of channels. */
    static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() > Layout.BLOCK
            ? FloatVector.SPECIES_512
            : FloatVector.SPECIES_PREFERRED;

    /** Whether a·b + c is one instruction; without it {@code fma} is emulated, thousands of times slower. */
    static final boolean FMA = fusedMultiplyAdd();

    private Hardware() {}

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
