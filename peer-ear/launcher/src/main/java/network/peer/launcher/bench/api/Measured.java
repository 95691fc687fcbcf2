package network.peer.launcher.bench.api;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.LongStream;

/** What the clients saw in one phase. */
final class Measured {
    private final long[] nanos;
    private final double seconds;
    private final long accepted;
    private final long errors;
    private final String firstError;

    /**
     * @param seconds that counted
     * @param clients what each of them saw
     */
    Measured(double seconds, Collection<LoadClient> clients) {
        this.seconds = seconds;
        this.nanos = clients.stream()
                .flatMapToLong(client -> LongStream.of(client.nanos()))
                .sorted()
                .toArray();
        this.accepted = clients.stream().mapToLong(LoadClient::accepted).sum();
        this.errors = clients.stream().mapToLong(LoadClient::errors).sum();
        this.firstError = clients.stream()
                .map(LoadClient::firstError)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    /** The time within which this part of the answers came. */
    double millis(double part) {
        return nanos.length == 0 ? 0 : nanos[(int) Math.ceil(part * nanos.length) - 1] / 1e6;
    }

    /** Good answers, those of the warm-up included. */
    long accepted() {
        return accepted;
    }

    /** All other answers, those of the warm-up included. */
    long errors() {
        return errors;
    }

    @Override
    public String toString() {
        String sentence = String.format(
                Locale.ROOT,
                "%.0f a second, p50 %.1f ms, p99 %.1f ms, longest %.0f ms, %d errors",
                perSecond(),
                millis(0.5),
                millis(0.99),
                millis(1),
                errors);
        return firstError.isEmpty() ? sentence : sentence + ", the first: " + firstError;
    }
}
