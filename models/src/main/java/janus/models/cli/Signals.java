package janus.models.cli;

import janus.models.train.Stop;

/**
 * Turns SIGTERM and SIGINT into a request to stop: the JVM's exit waits until the work that was begun has closed this,
 * saved. The JVM then exits with 143 or 130, whichever signal came first.
 */
final class Signals implements Stop, AutoCloseable {
    /** Of a command that was stopped; on its way out the JVM exits with the signal's own code. */
    static final int STOPPED = 143;

    private final Thread hook = new Thread(this::await, "signals");
    private volatile boolean requested;
    private boolean closed;

    Signals() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public boolean requested() {
        return requested;
    }

    private synchronized void await() {
        requested = true;
        try {
            while (!closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            requested = true; // the JVM is on its way out already
        }
    }
}
