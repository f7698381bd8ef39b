package janus.models.cli;

import janus.celeba.DataException;
import janus.models.study.StudyFolder;
import janus.models.train.Stop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process for each of several devices, which make the runs of one study together. */
final class StudyJobs {
    private static final int POLL_MILLIS = 100;
    private static final double HEAP_PERCENT = 75;

    private StudyJobs() {}

    /** Names of {@code jobs} devices like {@code name}: a CPU's threads are shared among them. */
    static List<String> shared(String name, int jobs) {
        boolean cpu = name.equals("auto") || name.equals("cpu") || name.equals("cpu:strict");
        if (jobs == 1 || !cpu) {
            return Collections.nCopies(jobs, name);
        }
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / jobs);
        return Collections.nCopies(jobs, "cpu:" + threads + (name.endsWith("strict") ? ":strict" : ""));
    }

    /**
     * Waits until all have ended.
     *
     * @throws Stop.Stopped when they were asked to stop, and did
     * @throws DataException if one of them failed
     */
    static void run(StudyFolder folder, List<String> devices, int[] part, Stop stop) throws IOException {
        List<Process> processes = new ArrayList<>();
        for (String device : devices) {
            processes.add(new ProcessBuilder(command(folder, device, devices.size(), part))
                    .inheritIO()
                    .start());
        }
        int failed = 0;
        for (Process process : processes) {
            failed += await(process, processes, stop) == 0 ? 0 : 1;
        }
        stop.check();
        if (failed > 0) {
            throw new DataException(failed + " of " + devices.size() + " processes failed, see above; go on with: "
                    + "study --resume " + folder.path());
        }
    }

    private static int await(Process process, List<Process> all, Stop stop) {
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (stop.requested()) {
                    all.forEach(Process::destroy);
                    return process.waitFor();
                }
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            all.forEach(Process::destroy);
            throw new Stop.Stopped();
        }
    }

    /** This program again, with its share of the heap. */
    private static List<String> command(StudyFolder folder, String device, int shares, int[] part) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            command.add(
                    flag.startsWith("-XX:MaxRAMPercentage=") ? "-XX:MaxRAMPercentage=" + HEAP_PERCENT / shares : flag);
        }
        command.addAll(List.of("-Djanus.launched=true", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "study", "--worker", "--no-progress", "--device", device));
        command.addAll(List.of("--resume", folder.path().toString(), "--shard", (part[0] + 1) + "/" + part[1]));
        return command;
    }
}
