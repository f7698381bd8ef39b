package janus.kernels.parity;

import janus.kernels.Buffer;

/** Sees what a device keeps beyond the elements: its padding lanes. */
public interface Probe {
    /** Writes NaN into everything the buffer spans, padding lanes too: the memory an earlier owner left behind. */
    void poison(Buffer buffer);

    /** How many padding lanes of the buffer do not hold 0. */
    int dirtyLanes(Buffer buffer);

    /** For layouts without padding, on devices that allocate NaN. */
    Probe NONE = new Probe() {
        @Override
        public void poison(Buffer buffer) {}

        @Override
        public int dirtyLanes(Buffer buffer) {
            return 0;
        }
    };
}
