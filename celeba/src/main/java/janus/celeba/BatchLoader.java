package janus.celeba;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** One task a batch on a pool of daemon threads; at most {@code threads + 2} batches are under way or waiting. */
final class BatchLoader implements Loader {
    private final BatchAssembly assembly;
    private final int batch;
    private final int[] order;
    private final int epoch;
    private final int ahead;
    private final ExecutorService workers;
    private final Queue<Future<Batch>> pending = new ArrayDeque<>();
    private final AtomicLong images = new AtomicLong();
    private final AtomicLong workNanos = new AtomicLong();
    private int submitted;
    private long waited;

    BatchLoader(Pixels pixels, Settings settings, int[] order, int epoch, int first) {
        int batches = Math.ceilDiv(order.length, settings.batch());
        if (first < 0 || first > batches) {
            throw new IllegalArgumentException("batch " + first + " of " + batches);
        }
        this.assembly = new BatchAssembly(pixels, settings);
        this.batch = settings.batch();
        this.order = order.clone();
        this.epoch = epoch;
        this.submitted = first;
        this.ahead = settings.threads() + 2;
        this.workers = Executors.newFixedThreadPool(
                settings.threads(),
                Thread.ofPlatform().daemon().name("loader-", 0).factory());
        fill();
    }

    private void fill() {
        while (pending.size() < ahead && (long) submitted * batch < order.length && !workers.isShutdown()) {
            int from = submitted++ * batch;
            pending.add(workers.submit(() -> assemble(from)));
        }
    }

    private Batch assemble(int from) {
        long start = System.nanoTime();
        int[] rows = Arrays.copyOfRange(order, from, Math.min(from + batch, order.length));
        Batch assembled = assembly.of(rows, epoch);
        workNanos.addAndGet(System.nanoTime() - start);
        images.addAndGet(rows.length);
        return assembled;
    }

    @Override
    public boolean hasNext() {
        return !pending.isEmpty();
    }

    @Override
    public Batch next() {
        Future<Batch> head = pending.poll();
        if (head == null) {
            throw new NoSuchElementException("no batch left");
        }
        long start = System.nanoTime();
        try {
            return head.get();
        } catch (ExecutionException e) {
            close();
            if (e.getCause() instanceof OutOfMemoryError error) {
                throw error;
            }
            throw e.getCause() instanceof DataException bad
                    ? new DataException(String.valueOf(bad.getMessage()), bad)
                    : new IllegalStateException("a loader thread failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", e);
        } finally {
            waited += System.nanoTime() - start;
            fill();
        }
    }

    @Override
    public long waitedNanos() {
        return waited;
    }

    @Override
    public double imagesPerWorkerSecond() {
        long nanos = workNanos.get();
        return nanos == 0 ? Double.NaN : images.get() * 1e9 / nanos;
    }

    /** Does not wait for workers: what they assemble is dropped. */
    @Override
    public void close() {
        workers.shutdownNow();
        pending.clear();
    }
}
