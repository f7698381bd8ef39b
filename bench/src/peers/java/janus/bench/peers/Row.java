package janus.bench.peers;

/** Janus beside one peer on one piece of work; memory in megabytes, the most that each process had. */
record Row(
        Work work,
        int threads,
        String precision,
        String peer,
        Times janus,
        Times other,
        double janusMegabytes,
        double otherMegabytes,
        double difference) {
    /** How many times as fast Janus is. */
    double ratio() {
        return other.median() / janus.median();
    }

    /** GFLOP/s of a direct convolution at this time. */
    double speed(Times times) {
        return work.convolution().size(work.batch()).flops() * 1e-6 / times.median();
    }
}
