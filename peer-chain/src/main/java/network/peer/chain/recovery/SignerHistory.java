package network.peer.chain.recovery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import network.peer.chain.outbox.Memo;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.LandedMessage;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.SignedTransaction;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/**
 * What one of our signers has on chain. Anybody may name its address in a transaction of theirs, with any memo: ours is
 * only what it paid for and what carries one of our memos.
 */
final class SignerHistory {
    /**
     * A transaction lands within 151 blocks of its blockhash, or never. What was stored before a copy of the database was
     * taken can land that much later, between others that the copy does not know.
     */
    static final long LANDS_WITHIN_SLOTS = 1_000;

    private final SolanaRpc rpc;
    private final PublicKey signer;
    private final Function<Collection<TransactionSignature>, Set<TransactionSignature>> known;

    SignerHistory(
            SolanaRpc rpc,
            PublicKey signer,
            Function<Collection<TransactionSignature>, Set<TransactionSignature>> known) {
        this.rpc = rpc;
        this.signer = signer;
        this.known = known;
    }

    /**
     * The newest transaction of ours that the store does not know, if any. Looks at whole pages until one holds a known
     * one. The chain is read before the store, and what is sent was stored before: so another node's is always known.
     */
    Optional<SignatureInfo> newestUnknown(ReadAt readAt, Commitment commitment) {
        Optional<TransactionSignature> before = Optional.empty();
        List<SignatureInfo> page;
        do {
            page = rpc.getSignaturesForAddress(signer, before, SolanaRpc.MAX_HISTORY_PER_CALL, readAt);
            List<SignatureInfo> candidates = candidates(page);
            Set<TransactionSignature> stored = stored(candidates);
            for (SignatureInfo candidate : candidates) {
                if (!stored.contains(candidate.signature())
                        && isOurs(candidate, commitment)
                        && stored(List.of(candidate)).isEmpty()) {
                    return Optional.of(candidate);
                }
            }
            if (!stored.isEmpty() || page.isEmpty()) {
                return Optional.empty();
            }
            before = Optional.of(page.get(page.size() - 1).signature());
        } while (page.size() == SolanaRpc.MAX_HISTORY_PER_CALL);
        return Optional.empty();
    }

    /** How far back to look for what the store lost. */
    enum Depth {
        /** To the newest attempt that the store knows, and well beyond its slot. */
        TO_NEWEST_KNOWN,
        TO_THE_BEGINNING
    }

    /**
     * Everything finalized that may be ours and is not known, oldest first.
     *
     * @param seen how many lines of the history were read
     */
    record Walk(List<SignatureInfo> unknown, long seen) {}

    Walk walk(Depth depth) {
        Map<TransactionSignature, SignatureInfo> unknown = new LinkedHashMap<>();
        Optional<TransactionSignature> before = Optional.empty();
        long seen = 0;
        long stopBelowSlot = Long.MIN_VALUE;
        List<SignatureInfo> page;
        do {
            page = rpc.getSignaturesForAddress(signer, before, SolanaRpc.MAX_HISTORY_PER_CALL, ReadAt.FINALIZED);
            before = page.isEmpty()
                    ? before
                    : Optional.of(page.get(page.size() - 1).signature());
            seen += page.size();
            List<SignatureInfo> candidates = candidates(page);
            Set<TransactionSignature> stored = stored(candidates);
            for (SignatureInfo candidate : candidates) {
                if (!stored.contains(candidate.signature())) {
                    unknown.put(candidate.signature(), candidate);
                } else if (depth == Depth.TO_NEWEST_KNOWN && stopBelowSlot == Long.MIN_VALUE) {
                    stopBelowSlot = candidate.slot() - LANDS_WITHIN_SLOTS;
                }
            }
        } while (page.size() == SolanaRpc.MAX_HISTORY_PER_CALL
                && page.get(page.size() - 1).slot() >= stopBelowSlot);
        List<SignatureInfo> oldestFirst = new ArrayList<>(unknown.values());
        Collections.reverse(oldestFirst);
        return new Walk(oldestFirst, seen);
    }

    private boolean isOurs(SignatureInfo candidate, Commitment commitment) {
        return isOurs(transaction(rpc, candidate.signature(), commitment), signer);
    }

    /** @throws HistoryGapException if the node lists it and does not have it, or has other bytes than were signed */
    static LandedTransaction transaction(SolanaRpc rpc, TransactionSignature signature, Commitment commitment) {
        return find(rpc, signature, commitment)
                .orElseThrow(() -> new HistoryGapException(
                        rpc.endpoint() + " lists " + signature + ", but does not have the transaction"));
    }

    /** @throws HistoryGapException if the node has other bytes than were signed */
    static Optional<LandedTransaction> find(SolanaRpc rpc, TransactionSignature signature, Commitment commitment) {
        Optional<LandedTransaction> found = rpc.getTransaction(signature, commitment);
        if (found.isPresent() && isForged(found.get())) {
            throw new HistoryGapException(rpc.endpoint() + " shows other bytes than were signed as " + signature);
        }
        return found;
    }

    /** What is of another form than ours may be signed in another way. */
    private static boolean isForged(LandedTransaction landed) {
        try {
            SignedTransaction signed = SignedTransaction.fromWire(landed.wire());
            LandedMessage message = LandedMessage.read(landed.wire(), landed.loadedAddresses());
            return !signed.signature().equals(landed.signature()) || !signed.isSignedBy(message.feePayer());
        } catch (IllegalArgumentException ofAnotherForm) {
            return false;
        }
    }

    static boolean isOurs(LandedTransaction landed, PublicKey signer) {
        try {
            LandedMessage message = LandedMessage.read(landed.wire(), landed.loadedAddresses());
            return message.feePayer().equals(signer)
                    && message.instructions().stream()
                            .flatMap(instruction -> MemoInstructions.text(instruction).stream())
                            .anyMatch(text -> Memo.parse(text).isPresent());
        } catch (IllegalArgumentException ofAnotherForm) {
            return false;
        }
    }

    private static List<SignatureInfo> candidates(List<SignatureInfo> page) {
        return page.stream().filter(info -> Memo.mayBeIn(info.memo())).toList();
    }

    private Set<TransactionSignature> stored(List<SignatureInfo> candidates) {
        return candidates.isEmpty()
                ? new HashSet<>()
                : known.apply(candidates.stream().map(SignatureInfo::signature).toList());
    }
}
