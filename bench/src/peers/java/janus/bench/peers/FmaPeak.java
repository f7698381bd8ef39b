package janus.bench.peers;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The most float32 operations a second that the processor's multiply-add units give all threads together. */
final class FmaPeak implements Party {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static final int CHAINS = 12;
    private static final int ROUNDS = 4_000_000;

    private final int threads;
    private volatile float sink;

    FmaPeak(int threads) {
        this.threads = threads;
    }

    /** GFLOP of one {@link #run}: a product and a sum in each lane. */
    double gigaflop() {
        return CHAINS * 2e-9 * SPECIES.length() * ROUNDS * threads;
    }

    @Override
    public String version() {
        return "FMA";
    }

    @Override
    public void run() {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(Thread.ofPlatform().start(() -> sink = chain(ROUNDS)));
        }
        sink = chain(ROUNDS);
        try {
            for (Thread other : others) {
                other.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public float[] check() {
        return new float[] {(float) gigaflop()};
    }

    // 12 chains in locals: two units of latency 4 need 8, and 16 registers of AVX2 hold no more; each a sum, as in
    // kernels,
    // because the instruction overwrites its addend: a factor that is overwritten takes a copy
    private static float chain(int rounds) {
        FloatVector m = FloatVector.broadcast(SPECIES, .999f), n = FloatVector.broadcast(SPECIES, .001f);
        FloatVector a = n, b = n, c = n, d = n, e = n, f = n, g = n, h = n, i = n, j = n, k = n, l = n;
        for (int r = 0; r < rounds; r++) {
            a = m.fma(n, a);
            b = m.fma(n, b);
            c = m.fma(n, c);
            d = m.fma(n, d);
            e = m.fma(n, e);
            f = m.fma(n, f);
            g = m.fma(n, g);
            h = m.fma(n, h);
            i = m.fma(n, i);
            j = m.fma(n, j);
            k = m.fma(n, k);
            l = m.fma(n, l);
        }
        FloatVector low = a.add(b).add(c).add(d).add(e).add(f);
        return low.add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
    }
}
