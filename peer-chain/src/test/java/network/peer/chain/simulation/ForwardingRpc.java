package network.peer.chain.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/** An endpoint that hands everything on; a broken variant overrides what it breaks. */
class ForwardingRpc implements SolanaRpc {
    private final SolanaRpc real;

    ForwardingRpc(SolanaRpc real) {
        this.real = real;
    }

    @Override
    public String endpoint() {
        return real.endpoint();
    }

    @Override
    public String getGenesisHash() {
        return real.getGenesisHash();
    }

    @Override
    public void getHealth() {
        real.getHealth();
    }

    @Override
    public long getSlot(ReadAt readAt) {
        return real.getSlot(readAt);
    }

    @Override
    public long getBlockHeight(ReadAt readAt) {
        return real.getBlockHeight(readAt);
    }

    @Override
    public EpochInfo getEpochInfo(ReadAt readAt) {
        return real.getEpochInfo(readAt);
    }

    @Override
    public long getFirstAvailableBlock() {
        return real.getFirstAvailableBlock();
    }

    @Override
    public LatestBlockhash getLatestBlockhash(ReadAt readAt) {
        return real.getLatestBlockhash(readAt);
    }

    @Override
    public AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt) {
        return real.isBlockhashValid(blockhash, readAt);
    }

    @Override
    public SignatureStatuses getSignatureStatuses(
            List<TransactionSignature> signatures, boolean searchTransactionHistory) {
        return real.getSignatureStatuses(signatures, searchTransactionHistory);
    }

    @Override
    public SimulationResult simulateTransaction(SignedTransaction transaction, ReadAt readAt) {
        return real.simulateTransaction(transaction, readAt);
    }

    @Override
    public SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt) {
        return real.simulateUnsigned(message, readAt);
    }

    @Override
    public SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight) {
        return real.send(transaction, skipPreflight);
    }

    @Override
    public Optional<AccountInfo> getAccountInfo(PublicKey address, ReadAt readAt) {
        return real.getAccountInfo(address, readAt);
    }

    @Override
    public AtSlot<Map<PublicKey, AccountInfo>> getMultipleAccounts(List<PublicKey> addresses, ReadAt readAt) {
        return real.getMultipleAccounts(addresses, readAt);
    }

    @Override
    public AtSlot<Map<PublicKey, TokenAccount>> getTokenAccounts(List<PublicKey> tokenAccounts, ReadAt readAt) {
        return real.getTokenAccounts(tokenAccounts, readAt);
    }

    @Override
    public AtSlot<TokenAmount> getTokenSupply(PublicKey mint, ReadAt readAt) {
        return real.getTokenSupply(mint, readAt);
    }

    @Override
    public AtSlot<Long> getBalanceLamports(PublicKey address, ReadAt readAt) {
        return real.getBalanceLamports(address, readAt);
    }

    @Override
    public long getMinimumBalanceForRentExemption(long dataLengthBytes) {
        return real.getMinimumBalanceForRentExemption(dataLengthBytes);
    }

    @Override
    public List<PrioritizationFee> getRecentPrioritizationFees(List<PublicKey> writableAccounts) {
        return real.getRecentPrioritizationFees(writableAccounts);
    }

    @Override
    public TransactionSignature requestAirdrop(PublicKey address, long lamports) {
        return real.requestAirdrop(address, lamports);
    }

    @Override
    public List<SignatureInfo> getSignaturesForAddress(
            PublicKey address, Optional<TransactionSignature> before, int limit, ReadAt readAt) {
        return real.getSignaturesForAddress(address, before, limit, readAt);
    }

    @Override
    public Optional<LandedTransaction> getTransaction(TransactionSignature signature, Commitment commitment) {
        return real.getTransaction(signature, commitment);
    }
}
