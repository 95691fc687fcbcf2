package network.peer.chain.tx;

/**
 * What the network accepts in one transaction: figures of the network, kept in one place because they have changed
 * before and will again.
 *
 * @param transactionBytes wire size, the payload of one packet
 * @param accountLocks distinct accounts a transaction may name
 * @param instructionTraceEntries instructions a transaction may run, those that programs call counted too
 * @param computeUnits compute budget of a whole transaction
 * @param baseFeeLamportsPerSignature charged for each signature, on failure too
 * @param blockhashLifetimeBlocks how many blocks a blockhash can be used for
 */
public record NetworkLimits(
        int transactionBytes,
        int accountLocks,
        int instructionTraceEntries,
        int computeUnits,
        long baseFeeLamportsPerSignature,
        int blockhashLifetimeBlocks) {

    /**
     * The public clusters as of Agave 3: {@code PACKET_DATA_SIZE}, {@code MAX_TX_ACCOUNT_LOCKS},
     * {@code MAX_INSTRUCTION_TRACE_LENGTH}, {@code MAX_COMPUTE_UNIT_LIMIT}, {@code DEFAULT_TARGET_LAMPORTS_PER_SIGNATURE}
     * and {@code MAX_PROCESSING_AGE} in anza-xyz/agave and anza-xyz/solana-sdk; documented at
     * <a href="https://solana.com/docs/core/transactions">solana.com/docs/core/transactions</a>.
     */
    public static final NetworkLimits PUBLIC_CLUSTERS = new NetworkLimits(1_232, 64, 64, 1_400_000, 5_000, 150);
}
