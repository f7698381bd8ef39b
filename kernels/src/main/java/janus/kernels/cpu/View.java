package janus.kernels.cpu;

import janus.kernels.Buffer;

/** The numbers of a PLAIN buffer, read as float64 and rounded where they are written. */
record View(float[] array, int offset) {
    static View of(Buffer buffer) {
        CpuBuffer source = (CpuBuffer) buffer;
        return new View(source.array(), source.offset());
    }

    double get(int i) {
        return array[offset + i];
    }

    void set(int i, double value) {
        array[offset + i] = (float) value;
    }
}
