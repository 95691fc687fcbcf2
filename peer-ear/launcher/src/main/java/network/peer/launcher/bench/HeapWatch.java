package network.peer.launcher.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks once a second at how much of its heap another Java process uses, garbage included. */
final class HeapWatch implements AutoCloseable {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong peakKibibytes = new AtomicLong();
    private final long pid;

    HeapWatch(long pid) {
        this.pid = pid;
        ScheduledFuture<?> unused = clock.scheduleAtFixedRate(this::look, 0, 1, TimeUnit.SECONDS);
    }

    /** The most that was seen since the last call, in MiB. */
    long takePeakMebibytes() {
        return peakKibibytes.getAndSet(0) / 1024;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void look() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.heap_info")
                    .redirectErrorStream(true)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher used = USED.matcher(answer);
            if (used.find()) {
                peakKibibytes.accumulateAndGet(Long.parseLong(used.group(1)), Math::max);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
