package janus.bench.gpu;

import janus.kernels.Device;
import janus.kernels.Devices;
import janus.kernels.OutOfDeviceMemory;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** Janus, in this process. */
final class JanusParty implements Party {
    /** Seconds that are timed as one. */
    private static final double CHUNK = .1;

    private @Nullable Device device;
    private @Nullable TwoHeads heads;
    private int chunk = 1;

    @Override
    public double open(Cell cell) {
        close();
        long begin = System.nanoTime();
        chunk = 1;
        try {
            device = Devices.open(cell.device());
            heads = new TwoHeads(device, cell.size(), 1);
            // the second one is recorded, and what is timed are replays
            heads.step();
            heads.step();
        } catch (OutOfDeviceMemory e) {
            close();
            throw e;
        }
        return seconds(begin);
    }

    @Override
    public double[] time(double seconds) {
        TwoHeads open = heads;
        if (open == null) {
            throw new IllegalStateException("no model is open");
        }
        DoubleStream.Builder times = DoubleStream.builder();
        long start = System.nanoTime();
        while (seconds(start) < seconds) {
            long begin = System.nanoTime();
            for (int i = 0; i < chunk; i++) {
                open.step();
            }
            double spent = seconds(begin);
            times.add(spent / chunk);
            chunk *= spent > CHUNK / 2 ? 1 : 2;
        }
        return times.build().toArray();
    }

    @Override
    public void close() {
        if (heads != null) {
            heads.close();
            heads = null;
        }
        if (device != null) {
            device.close();
            device = null;
        }
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) * 1e-9;
    }
}
