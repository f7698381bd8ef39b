package janus.models.cli;

/** The launcher's process, if there is one. */
final class Parent {
    private static final int PERIOD_MILLIS = 100;

    private Parent() {}

    /** Ends this process soon after its launcher was killed: nobody would wait for it, and it holds a run folder. */
    static void watch() {
        if (!Boolean.getBoolean("janus.launched")) {
            return;
        }
        ProcessHandle.current()
                .parent()
                .ifPresent(parent -> Thread.ofPlatform().daemon().name("parent").start(() -> haltAfter(parent)));
    }

    private static void haltAfter(ProcessHandle parent) {
        try {
            while (parent.isAlive()) {
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            return;
        }
        Runtime.getRuntime().halt(137);
    }
}
