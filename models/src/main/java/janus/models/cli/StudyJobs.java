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

    private StudyJobs() {}

    /** Whether {@code name} is a CPU with as many threads as there are. */
    static boolean isWholeCpu(String name) {
        return name.equals("auto") || name.equals("cpu") || name.equals("cpu:strict");
    }

    /** Names of {@code jobs} devices like {@code name}: a CPU's threads are shared among them. */
    static List<String> shared(String name, int jobs) {
        return jobs == 1 || !isWholeCpu(name)
                ? Collections.nCopies(jobs, name)
                : threads(name, Runtime.getRuntime().availableProcessors() / jobs, jobs);
    }

    /** Names of {@code jobs} CPUs like {@code name}, of {@code threads} each. */
    static List<String> threads(String name, int threads, int jobs) {
        String strict = name.endsWith(":strict") ? ":strict" : "";
        return Collections.nCopies(jobs, "cpu:" + Math.max(1, threads) + strict);
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
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.matches("-Xm[sx].*|-XX:(Max|Min|Initial)(RAM|HeapSize).*"))
                .forEach(command::add);
        command.add("-Xmx" + (Runtime.getRuntime().maxMemory() >> 10) / shares + "k");
        command.addAll(List.of("-Djanus.launched=true", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Main.class.getName(), "study", "--worker", "--no-progress", "--jobs", "1"));
        command.addAll(List.of("--device", device));
        command.addAll(List.of("--resume", folder.path().toString(), "--shard", (part[0] + 1) + "/" + part[1]));
        return command;
    }
}
