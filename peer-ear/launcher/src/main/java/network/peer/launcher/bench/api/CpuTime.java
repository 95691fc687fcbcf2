package network.peer.launcher.bench.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How much of the processors each part has had so far, its threads and its ended children included. */
record CpuTime(double serverMillis, double postgresMillis, double clientMillis) {
    /** What Linux counts processor time in, on every machine that Java runs on. */
    private static final double MILLIS_PER_TICK = TimeUnit.SECONDS.toMillis(1) / 100.0;

    static CpuTime now(long server, long postmaster) {
        double postgres = ProcessHandle.of(postmaster).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .mapToDouble(process -> millis(process.pid(), process.pid() == postmaster))
                .sum();
        return new CpuTime(
                millis(server, false), postgres, millis(ProcessHandle.current().pid(), false));
    }

    CpuTime since(CpuTime before) {
        return new CpuTime(
                serverMillis - before.serverMillis,
                postgresMillis - before.postgresMillis,
                clientMillis - before.clientMillis);
    }

    /** For each of so many requests. */
    String each(long requests) {
        return String.format(
                Locale.ROOT,
                "CPU of each: server %.2f ms, PostgreSQL %.2f ms, clients %.2f ms",
                serverMillis / requests,
                postgresMillis / requests,
                clientMillis / requests);
    }

    /** The fields 14 to 17 of /proc/PID/stat (proc(5)); a process that is gone has had nothing. */
    private static double millis(long pid, boolean withEndedChildren) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int field = 11; field < (withEndedChildren ? 15 : 13); field++) {
                ticks += Long.parseLong(fields[field]);
            }
            return ticks * MILLIS_PER_TICK;
        } catch (IOException gone) {
            return 0;
        }
    }
}
