package network.peer.launcher.bench;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.SignedTransaction;
import network.peer.launcher.LauncherException;
import network.peer.launcher.Polling;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** Sends to the chain and looks at statuses, and does nothing else: no database, no recovery, no second try. */
final class BareClient {
    /** One client of the product's kind makes no more requests at once. */
    private static final int REQUESTS_A_CLIENT = 16;

    private static final int SIGNED_AHEAD = 128;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(25);
    private static final Duration BLOCKHASH_FOR = Duration.ofSeconds(1);
    private static final Duration OLDEST_BLOCKHASH = Duration.ofSeconds(3);
    private static final Duration RPC_TIMEOUT = Duration.ofSeconds(60);

    private final URI rpcUrl;
    private final SolanaRpc rpc;

    BareClient(URI rpcUrl) {
        this.rpcUrl = rpcUrl;
        this.rpc = connect();
    }

    SolanaRpc rpc() {
        return rpc;
    }

    Blockhash blockhash() {
        return rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash();
    }

    /** Signs and sends all of them, then waits until all are final. */
    void land(
            List<List<Instruction>> transactions, BiFunction<Blockhash, List<Instruction>, SignedTransaction> signer) {
        List<TransactionSignature> sent = new ArrayList<>();
        Blockhash blockhash = blockhash();
        for (List<Instruction> instructions : transactions) {
            if (sent.size() % SIGNED_AHEAD == SIGNED_AHEAD - 1) {
                blockhash = blockhash();
            }
            SignedTransaction transaction = signer.apply(blockhash, instructions);
            send(rpc, transaction);
            sent.add(transaction.signature());
        }
        awaitFinal(sent);
    }

    /** One recipient a transaction, each confirmed before the next. @return recipients a second, to the last's finality */
    double naive(BareMint mint, int payouts) {
        int computeUnits = mint.computeUnits(this, 1);
        List<TransactionSignature> sent = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < payouts; i++) {
            SignedTransaction transaction = mint.payment(blockhash(), 1, computeUnits);
            start = start == 0 ? System.nanoTime() : start;
            send(rpc, transaction);
            boolean confirmed = Polling.until(PATIENCE, Duration.ofMillis(5), () -> status(transaction.signature()));
            if (!confirmed) {
                throw new LauncherException("A payment of the naive client is not confirmed.");
            }
            sent.add(transaction.signature());
        }
        awaitFinal(sent);
        return perSecond(payouts, start);
    }

    /**
     * Sends transactions that were signed shortly before, as many at once as asked for.
     *
     * @return recipients a second, from the first send to the last one final
     */
    double limit(BareMint mint, int payouts, int recipients, int atOnce) {
        int computeUnits = mint.computeUnits(this, recipients);
        int transactions = (payouts + recipients - 1) / recipients;
        BlockingQueue<Presigned> signed = new ArrayBlockingQueue<>(SIGNED_AHEAD);
        ConcurrentLinkedQueue<TransactionSignature> sent = new ConcurrentLinkedQueue<>();
        AtomicInteger taken = new AtomicInteger();
        List<SolanaRpc> clients = IntStream.range(0, 1 + (atOnce - 1) / REQUESTS_A_CLIENT)
                .mapToObj(client -> connect())
                .toList();
        SignedTransaction example = mint.payment(blockhash(), recipients, computeUnits);
        CyclicBarrier connected = new CyclicBarrier(atOnce + 1);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> work = new ArrayList<>();
            work.add(threads.submit(() -> sign(mint, transactions, recipients, computeUnits, signed)));
            for (int sender = 0; sender < atOnce; sender++) {
                SolanaRpc client = clients.get(sender % clients.size());
                work.add(threads.submit(() -> {
                    // All connections at once: the chain takes one for each look at those it has, and the last
                    // one's first transaction would be too old by the time that is sent.
                    client.simulateTransaction(example, ReadAt.CONFIRMED);
                    connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    while (taken.getAndIncrement() < transactions) {
                        Presigned presigned = signed.take();
                        SignedTransaction next = presigned.isTooOld()
                                ? mint.payment(blockhash(), recipients, computeUnits)
                                : presigned.transaction();
                        send(client, next);
                        sent.add(next.signature());
                    }
                    return null;
                }));
            }
            Polling.until(PATIENCE, LOOK, () -> signed.size() >= Math.min(SIGNED_AHEAD, transactions));
            connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            long start = System.nanoTime();
            work.add(threads.submit(() -> watch(sent, transactions)));
            for (Future<?> part : work) {
                part.get();
            }
            return perSecond((long) transactions * recipients, start);
        } catch (ExecutionException e) {
            throw new LauncherException("The bare client fails: " + e.getCause() + ".", e);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new LauncherException("The bare client's senders do not all reach the chain.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("Interrupted.", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** While the chain is slow, what waits to be sent outlives its blockhash, and would never land. */
    private record Presigned(SignedTransaction transaction, long blockhashSinceNanos) {
        boolean isTooOld() {
            return System.nanoTime() - blockhashSinceNanos > OLDEST_BLOCKHASH.toNanos();
        }
    }

    private @Nullable Void sign(
            BareMint mint, int transactions, int recipients, int computeUnits, BlockingQueue<Presigned> signed)
            throws InterruptedException {
        Blockhash blockhash = blockhash();
        long since = System.nanoTime();
        for (int i = 0; i < transactions; i++) {
            if (System.nanoTime() - since > BLOCKHASH_FOR.toNanos()) {
                blockhash = blockhash();
                since = System.nanoTime();
            }
            signed.put(new Presigned(mint.payment(blockhash, recipients, computeUnits), since));
        }
        return null;
    }

    /** Asks for the statuses of what is sent and not final, a full page at a time. */
    private void watch(ConcurrentLinkedQueue<TransactionSignature> sent, int transactions) {
        List<TransactionSignature> open = new ArrayList<>();
        int known = 0;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (known < transactions || !open.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new LauncherException(open.size() + " transactions of the bare client are not final.");
            }
            for (TransactionSignature next = sent.poll(); next != null; next = sent.poll()) {
                open.add(next);
                known++;
            }
            removeFinal(open);
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private void awaitFinal(Collection<TransactionSignature> signatures) {
        List<TransactionSignature> open = new ArrayList<>(signatures);
        boolean all = Polling.until(PATIENCE, LOOK, () -> {
            removeFinal(open);
            return open.isEmpty();
        });
        if (!all) {
            throw new LauncherException(open.size() + " transactions of the bare client are not final.");
        }
    }

    /** With history: what became final while the chain was too busy to answer may have left its cache. */
    private void removeFinal(List<TransactionSignature> open) {
        List<TransactionSignature> left = new ArrayList<>();
        for (int from = 0; from < open.size(); from += SolanaRpc.MAX_SIGNATURES_PER_CALL) {
            List<TransactionSignature> page =
                    open.subList(from, Math.min(open.size(), from + SolanaRpc.MAX_SIGNATURES_PER_CALL));
            var statuses = rpc.getSignatureStatuses(page, true);
            for (TransactionSignature signature : page) {
                SignatureStatus status = statuses.of(signature);
                if (status != null && status.hasFailed()) {
                    throw new LauncherException("A transaction of the bare client fails: " + status.error() + ".");
                }
                if (status == null || !status.isFinalized()) {
                    left.add(signature);
                }
            }
        }
        open.clear();
        open.addAll(left);
    }

    private boolean status(TransactionSignature signature) {
        SignatureStatus status =
                rpc.getSignatureStatuses(List.of(signature), false).of(signature);
        return status != null && !status.hasFailed() && status.isAtLeastConfirmed();
    }

    private static void send(SolanaRpc rpc, SignedTransaction transaction) {
        SubmitOutcome outcome = rpc.send(transaction, true);
        if (!(outcome instanceof SubmitOutcome.Accepted)) {
            throw new LauncherException("The chain does not take a transaction of the bare client: " + outcome + ".");
        }
    }

    private SolanaRpc connect() {
        return SolanaRpc.connect(RpcEndpoint.of(rpcUrl.toString()), RPC_TIMEOUT);
    }

    private static double perSecond(long recipients, long startNanos) {
        return recipients * 1e9 / (System.nanoTime() - startNanos);
    }
}
