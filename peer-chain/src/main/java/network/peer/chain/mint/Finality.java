package network.peer.chain.mint;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcError;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.SignedTransaction;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the chain at one node, for commands that a person runs. The deadline is a block height: how fast blocks
 * come is not ours to assume. Settlement has its own, stricter rules.
 */
final class Finality {
    private static final long POLL_MILLIS = 200;

    /** About a minute of answers that say nothing; then a person must look. */
    private static final int MAX_FAILURES_IN_A_ROW = 300;

    private Finality() {}

    /** The account's finalized state, waiting if a younger state shows an account that is not final yet. */
    static Optional<AccountInfo> accountOnceFinal(SolanaRpc rpc, PublicKey address) {
        Optional<AccountInfo> finalized = rpc.getAccountInfo(address, ReadAt.FINALIZED);
        if (finalized.isPresent()
                || rpc.getAccountInfo(address, ReadAt.CONFIRMED).isEmpty()) {
            return finalized;
        }
        long slot = rpc.getSlot(ReadAt.CONFIRMED);
        return poll(
                "account " + address,
                () -> rpc.getSlot(ReadAt.FINALIZED) < slot
                        ? null
                        : rpc.getAccountInfo(address, ReadAt.FINALIZED.notBefore(slot)));
    }

    /** @throws MintException if it finally failed, or can never land any more */
    static void sendAndAwait(SolanaRpc rpc, SignedTransaction transaction, long lastValidBlockHeight) {
        String failure = poll("transaction " + transaction.signature(), () -> {
            SignatureStatus status = statusOf(rpc, transaction);
            if (status != null && status.isFinalized()) {
                return status.hasFailed() ? "failed on chain: " + status.error() : "";
            }
            if (status == null && isPast(rpc, transaction, lastValidBlockHeight)) {
                return "did not land before its blockhash expired: run the command again";
            }
            rpc.send(transaction, true);
            return null;
        });
        if (!failure.isEmpty()) {
            throw new MintException("creating the mint, transaction " + transaction.signature() + ": " + failure);
        }
    }

    /** The height is read first: a status asked for after that cannot appear later. */
    private static boolean isPast(SolanaRpc rpc, SignedTransaction transaction, long lastValidBlockHeight) {
        return rpc.getBlockHeight(ReadAt.FINALIZED) > lastValidBlockHeight && statusOf(rpc, transaction) == null;
    }

    private static @Nullable SignatureStatus statusOf(SolanaRpc rpc, SignedTransaction transaction) {
        return rpc.getSignatureStatuses(List.of(transaction.signature()), true).of(transaction.signature());
    }

    private static <T> T poll(String what, Supplier<@Nullable T> question) {
        int failuresInARow = 0;
        while (true) {
            try {
                T answer = question.get();
                if (answer != null) {
                    return answer;
                }
                failuresInARow = 0;
            } catch (RpcException e) {
                failuresInARow++;
                if (failuresInARow >= MAX_FAILURES_IN_A_ROW || isRefusal(e)) {
                    throw new MintException(what + ": the outcome is not known, run the command again", e);
                }
            }
            pause(what);
        }
    }

    private static boolean isRefusal(RpcException e) {
        return e instanceof RpcError error && error.code() == RpcError.INVALID_PARAMS;
    }

    private static void pause(String what) {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MintException(what + ": interrupted, the outcome is not known", e);
        }
    }
}
