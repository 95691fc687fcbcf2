package network.peer.launcher.bench.api;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.SplittableRandom;
import network.peer.launcher.bench.api.HttpLine.Answer;

/** One of the clients that load the server together: sends, waits for the answer, and sends again. */
final class LoadClient implements Runnable {
    private static final int LONGEST_ERROR = 300;

    private final URI server;
    private final Requests requests;
    private final int number;
    private final long startNanos;
    private final long endNanos;
    private long[] nanos = new long[4096];
    private int count;
    private long accepted;
    private long errors;
    private String firstError = "";

    /**
     * @param number of this client, from 0
     * @param startNanos from when on an answer's time counts
     * @param endNanos until when
     */
    LoadClient(URI server, Requests requests, int number, long startNanos, long endNanos) {
        this.server = server;
        this.requests = requests;
        this.number = number;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /** What is asked for. */
    interface Requests {
        /** A whole request, as {@link HttpLine} makes them. */
        byte[] next(int client, long sequence, SplittableRandom random);
    }

    @Override
    public void run() {
        SplittableRandom random = new SplittableRandom(number);
        try (HttpLine line = new HttpLine(server)) {
            long sequence = 0;
            while (System.nanoTime() - endNanos < 0) {
                byte[] request = requests.next(number, sequence++, random);
                long sentAt = System.nanoTime();
                Answer answer = line.send(request);
                count(answer, sentAt, System.nanoTime());
            }
        } catch (IOException | RuntimeException broken) {
            failed(broken.toString());
        }
    }

    private void count(Answer answer, long sentAt, long answeredAt) {
        if (answer.status() != 200 || answer.text().contains("\"errors\"")) {
            failed(answer.status() + " " + answer.text());
            return;
        }
        accepted++;
        if (sentAt - startNanos >= 0 && answeredAt - endNanos < 0) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = answeredAt - sentAt;
        }
    }

    private void failed(String error) {
        errors++;
        if (firstError.isEmpty()) {
            firstError = error.substring(0, Math.min(error.length(), LONGEST_ERROR));
        }
    }

    long[] nanos() {
        return Arrays.copyOf(nanos, count);
    }

    long accepted() {
        return accepted;
    }

    long errors() {
        return errors;
    }

    String firstError() {
        return firstError;
    }
}
