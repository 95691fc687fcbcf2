package network.peer.chain.rpc;

import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/**
 * One line of an address's history.
 *
 * @param error the transaction's {@code err} as JSON text; null means it succeeded
 * @param memo as the node renders it: {@code [length] text}, several joined by {@code ; }
 */
public record SignatureInfo(
        TransactionSignature signature,
        long slot,
        @Nullable String error,
        @Nullable String memo,
        @Nullable Long blockTimeSeconds) {}
