package network.peer.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import network.peer.configuration.Setting;
import network.peer.launcher.Build;
import network.peer.launcher.LauncherException;
import network.peer.launcher.PeerStack;
import network.peer.launcher.Polling;
import network.peer.launcher.Ports;
import network.peer.launcher.Progress;
import network.peer.launcher.ServerFiles;
import network.peer.launcher.ServerKind;
import network.peer.launcher.StackOptions;

/**
 * Payouts from intents in PostgreSQL to FINALIZED in PostgreSQL, inside WildFly, beside a naive client and beside a bare
 * one at the chain's own speed, in one run on one chain.
 */
final class SettlementBenchmark {
    private static final int SLOT_MILLIS = 50;
    private static final int[] AT_ONCE = {4, 16, 64};
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Size size;
    private final Progress progress;

    SettlementBenchmark(Size size, Progress progress) {
        this.size = size;
        this.progress = progress;
    }

    /**
     * How much is paid; smaller than the default only to try it out.
     *
     * @param payouts in each round
     * @param naive payouts of the naive client in each round
     * @param transfers between users, once
     */
    record Size(int recipients, int payouts, int rounds, int naive, int transfers) {
        static Size of(Properties given) {
            Size size = new Size(
                    SizeOption.of(given, "bench.recipients", 5_000),
                    SizeOption.of(given, "bench.payouts", 200_000),
                    SizeOption.of(given, "bench.rounds", 3),
                    SizeOption.of(given, "bench.naive", 200),
                    SizeOption.of(given, "bench.transfers", 5_000));
            if (size.recipients > 5_000 || size.payouts % size.recipients != 0) {
                throw new LauncherException("-Dbench.recipients is at most 5000 and divides -Dbench.payouts.");
            }
            return size;
        }
    }

    private record Round(Settled settled, double naive, double limit, long peakHeapMebibytes) {
        double perSecond() {
            return settled.perSecond();
        }

        double vsNaive() {
            return perSecond() / naive;
        }

        double ofLimit() {
            return perSecond() / limit;
        }
    }

    /** @return the result, one line of JSON */
    String run() {
        Path folder = folder();
        try (PeerStack stack = PeerStack.prepare(new StackOptions(
                        Build.current(),
                        folder,
                        ServerKind.WILDFLY,
                        Ports.free(),
                        null,
                        null,
                        SLOT_MILLIS,
                        true,
                        Map.of(
                                Setting.MODE.key(), "development",
                                Setting.SETTLEMENT_TABLES_PAID_DAYS.key(), "1"),
                        progress));
                BenchmarkBooks books = new BenchmarkBooks(stack.database())) {
            Outbox outbox = new Outbox(stack.database());
            progress.say(Durability.of(stack.database()));
            stack.startServer();
            stack.awaitReady();
            String result = measured(stack, books, outbox, folder);
            ServerFiles.deleteTree(folder);
            return result;
        }
    }

    private String measured(PeerStack stack, BenchmarkBooks books, Outbox outbox, Path folder) {
        progress.say(size.recipients + " users without token accounts are paid for the first time");
        books.createHolders(size.recipients);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        LocalDate first = today.minusDays(1);
        Settled withCreation = settle(books, outbox, List.of(first));
        progress.say(String.format(
                Locale.ROOT,
                "with account creation: %.0f recipients a second, %.1f a transaction, %.0f lamports of fees each",
                withCreation.perSecond(),
                withCreation.recipientsPerTransaction(),
                withCreation.lamportsPerRecipient()));
        long rentAndFees = outbox.awaitTables(size.recipients, stack.rpcUrl(), folder.resolve("home"), progress);

        BareClient bare = new BareClient(stack.rpcUrl());
        progress.say("a mint beside it for the clients to compare with");
        BareMint mint = BareMint.create(
                stack.rpcUrl(),
                stack.localnet().orElseThrow().controlUrl(),
                created(folder.resolve("bare")),
                size.recipients,
                bare);
        List<Round> rounds = new ArrayList<>();
        try (HeapWatch heap = new HeapWatch(stack.server().pid())) {
            int days = size.payouts / size.recipients;
            for (int round = 0; round < size.rounds; round++) {
                LocalDate from = first.minusDays((long) (round + 1) * days);
                rounds.add(round(
                        books,
                        outbox,
                        IntStream.range(0, days).mapToObj(from::plusDays).toList(),
                        bare,
                        mint,
                        heap));
            }
        }
        transfers(books, outbox);
        return json(rounds, (double) rentAndFees / size.recipients);
    }

    private Round round(
            BenchmarkBooks books, Outbox outbox, List<LocalDate> days, BareClient bare, BareMint mint, HeapWatch heap) {
        heap.takePeakMebibytes();
        Settled settled = settle(books, outbox, days);
        long peak = heap.takePeakMebibytes();
        double naive = bare.naive(mint, size.naive);
        int recipients = (int) Math.round(settled.recipientsPerTransaction());
        double limit = 0;
        for (int atOnce : AT_ONCE) {
            double reached = bare.limit(mint, size.payouts, recipients, atOnce);
            progress.say(
                    String.format(Locale.ROOT, "bare client, %d at once: %.0f recipients a second", atOnce, reached));
            limit = Math.max(limit, reached);
        }
        Round round = new Round(settled, naive, limit, peak);
        progress.say(String.format(
                Locale.ROOT,
                "round: %.0f recipients a second, naive %.1f, limit %.0f, vsNaive %.0f, ofLimit %.2f, heap %d MiB",
                round.perSecond(),
                naive,
                limit,
                round.vsNaive(),
                round.ofLimit(),
                peak));
        return round;
    }

    /** All of it is on the books before the first is signed. */
    private Settled settle(BenchmarkBooks books, Outbox outbox, List<LocalDate> days) {
        books.pause();
        books.pay(days);
        outbox.analyze();
        progress.say(days.size() * (long) size.recipients + " payouts are on the books");
        books.resume();
        awaitSettled(outbox);
        return outbox.payouts(days);
    }

    private void transfers(BenchmarkBooks books, Outbox outbox) {
        books.pause();
        books.transfer(size.transfers);
        books.resume();
        awaitSettled(outbox);
        Settled settled = outbox.movements();
        progress.say(String.format(
                Locale.ROOT,
                "transfers between users: %.0f a second, %.1f a transaction, %.0f lamports of fees each",
                settled.perSecond(),
                settled.recipientsPerTransaction(),
                settled.lamportsPerRecipient()));
    }

    private void awaitSettled(Outbox outbox) {
        long[] nextWord = {System.nanoTime()};
        boolean done = Polling.until(PATIENCE, LOOK, () -> {
            if (System.nanoTime() > nextWord[0]) {
                nextWord[0] += Duration.ofSeconds(10).toNanos();
                progress.say("… " + outbox.unsettled() + " to settle");
            }
            return outbox.isSettled() && outbox.isBooked();
        });
        if (!done) {
            throw new LauncherException("Not everything is settled and booked after " + PATIENCE.toMinutes()
                    + " minutes; " + outbox.unsettled() + " are left.");
        }
    }

    /** Of an odd number of rounds the middle one, by what it reached of the limit. */
    private static String json(List<Round> rounds, double tableLamports) {
        Round median = rounds.stream()
                .sorted(java.util.Comparator.comparingDouble(Round::ofLimit))
                .toList()
                .get(rounds.size() / 2);
        return String.format(
                Locale.ROOT,
                "{\"bench\":\"settlement\",\"recipientsPerSecond\":%.0f,\"naive\":%.1f,\"limit\":%.0f,\"vsNaive\":%.0f,"
                        + "\"ofLimit\":%.2f,\"recipientsPerTransaction\":%.1f,\"lamportsPerRecipient\":%.1f,"
                        + "\"tableSetupLamportsPerRecipient\":%.0f,\"peakHeapMiB\":%d}",
                median.perSecond(),
                median.naive(),
                median.limit(),
                median.vsNaive(),
                median.ofLimit(),
                median.settled().recipientsPerTransaction(),
                median.settled().lamportsPerRecipient(),
                tableLamports,
                rounds.stream().mapToLong(Round::peakHeapMebibytes).max().orElseThrow());
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LauncherException("Cannot make the folder " + folder + ": " + e.getMessage() + ".", e);
        }
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory(
                    Files.createDirectories(Build.current().runs()), "bench-");
        } catch (IOException e) {
            throw new LauncherException("Cannot make a folder for this run: " + e.getMessage() + ".", e);
        }
    }
}
