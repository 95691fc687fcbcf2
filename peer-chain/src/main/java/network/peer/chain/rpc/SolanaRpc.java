package network.peer.chain.rpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/**
 * One Solana node. Every method is one request with a time-out, never repeated by itself; each but {@link #send} throws
 * {@link RpcError} if the node answered with an error and {@link RpcUnavailable} if nothing is known.
 *
 * @see <a href="https://solana.com/docs/rpc/http">the RPC methods</a>
 */
public interface SolanaRpc {
    int MAX_SIGNATURES_PER_CALL = 256;
    int MAX_ACCOUNTS_PER_CALL = 100;
    int MAX_HISTORY_PER_CALL = 1_000;
    int MAX_FEE_ACCOUNTS_PER_CALL = 128;

    /** As below, with nobody who watches. */
    static SolanaRpc connect(RpcEndpoint endpoint, Duration timeout) {
        return connect(endpoint, timeout, RpcTelemetry.NONE);
    }

    /**
     * @param timeout of each call, from asking for a connection to the last byte of the answer
     * @param telemetry is told of each call
     */
    static SolanaRpc connect(RpcEndpoint endpoint, Duration timeout, RpcTelemetry telemetry) {
        return new HttpSolanaRpc(new JsonRpcClient(endpoint, timeout), telemetry);
    }

    /** Which node this is, without credentials. */
    String endpoint();

    /** Identifies the cluster, in base58. */
    String getGenesisHash();

    /** Returns normally if the node is healthy; a node that lags answers {@link RpcError#NODE_UNHEALTHY}. */
    void getHealth();

    long getSlot(ReadAt readAt);

    long getBlockHeight(ReadAt readAt);

    EpochInfo getEpochInfo(ReadAt readAt);

    /** The first slot whose block the node still has. */
    long getFirstAvailableBlock();

    LatestBlockhash getLatestBlockhash(ReadAt readAt);

    /** Whether the node knows the blockhash, and it has not expired. */
    AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt);

    /** @param signatures at most {@link #MAX_SIGNATURES_PER_CALL} */
    SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean searchTransactionHistory);

    /** Runs the transaction without recording it; signatures are checked. */
    SimulationResult simulateTransaction(SignedTransaction transaction, ReadAt readAt);

    /**
     * As above for what nobody signed yet. What is not stored must not leave the process signed, since a node could
     * send it on.
     */
    SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt);

    /** Hands the bytes to the node, with {@code maxRetries 0}. Never throws for what the network does. */
    SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight);

    Optional<AccountInfo> getAccountInfo(PublicKey address, ReadAt readAt);

    /**
     * The accounts that exist, all read from one slot.
     *
     * @param addresses at most {@link #MAX_ACCOUNTS_PER_CALL}
     */
    AtSlot<Map<PublicKey, AccountInfo>> getMultipleAccounts(List<PublicKey> addresses, ReadAt readAt);

    /**
     * The Token-2022 accounts among these that exist, all read from one slot. Where there are only lamports is none; an
     * account of another kind is an error.
     *
     * @param tokenAccounts at most {@link #MAX_ACCOUNTS_PER_CALL}
     */
    AtSlot<Map<PublicKey, TokenAccount>> getTokenAccounts(List<PublicKey> tokenAccounts, ReadAt readAt);

    AtSlot<TokenAmount> getTokenSupply(PublicKey mint, ReadAt readAt);

    AtSlot<Long> getBalanceLamports(PublicKey address, ReadAt readAt);

    long getMinimumBalanceForRentExemption(long dataLengthBytes);

    /**
     * What was paid at least, in each of the last blocks, to write all of these.
     *
     * @param writableAccounts at most {@link #MAX_FEE_ACCOUNTS_PER_CALL}
     */
    List<PrioritizationFee> getRecentPrioritizationFees(List<PublicKey> writableAccounts);

    /** Test clusters only. */
    TransactionSignature requestAirdrop(PublicKey address, long lamports);

    /** Newest first; {@code before} continues an earlier page, {@code limit} is at most {@link #MAX_HISTORY_PER_CALL}. */
    List<SignatureInfo> getSignaturesForAddress(
            PublicKey address, Optional<TransactionSignature> before, int limit, ReadAt readAt);

    /** Empty if the node does not have it at this commitment, which is confirmed or finalized. */
    Optional<LandedTransaction> getTransaction(TransactionSignature signature, Commitment commitment);
}
