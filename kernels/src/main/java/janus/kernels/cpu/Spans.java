package janus.kernels.cpu;

/** Cuts 0…length into spans whose borders depend on the length alone, so that sums over spans have a fixed tree. */
final class Spans {
    /** Numbers in a span: 64 KiB, long against a dispatch and short against a core's cache. */
    static final int LENGTH = 1 << 14;

    private Spans() {}

    static int count(int length) {
        return Math.ceilDiv(length, LENGTH);
    }

    static void run(Workers workers, int length, Body body) {
        workers.run(count(length), span -> {
            int from = span * LENGTH;
            body.run(span, from, Math.min(LENGTH, length - from));
        });
    }

    /** What is done with numbers {@code from} … {@code from + length − 1}, the span of that number. */
    interface Body {
        void run(int span, int from, int length);
    }
}
