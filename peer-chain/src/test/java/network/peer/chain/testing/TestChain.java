package network.peer.chain.testing;

import java.security.SecureRandom;
import java.util.List;
import network.peer.chain.keys.Signer;
import network.peer.chain.keys.SignerFixtures;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.SystemInstructions;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;

/** Short ways to what a test of the chain needs before it can begin. */
public final class TestChain {
    public static final long ONE_SOL = 1_000_000_000L;

    private static final SecureRandom RANDOM = new SecureRandom();

    private TestChain() {}

    /** A new key without money. */
    public static Signer newKey() {
        byte[] seed = new byte[32];
        RANDOM.nextBytes(seed);
        return SignerFixtures.ofSeed(seed);
    }

    /** A new key with ten SOL, finalized; for a chain without a ticker. */
    public static Signer funded(LocalnetProcess localnet) {
        Signer key = newKey();
        localnet.rpc().requestAirdrop(key.publicKey(), 10 * ONE_SOL);
        localnet.finalizeAll();
        return key;
    }

    public static SignedTransaction sign(Blockhash blockhash, List<Signer> signers, Instruction... instructions) {
        TransactionMessage message = TransactionMessage.of(
                MessageVersion.LEGACY,
                signers.get(0).publicKey(),
                blockhash,
                List.of(instructions),
                NetworkLimits.PUBLIC_CLUSTERS);
        return SignedTransaction.sign(message, signers);
    }

    public static SignedTransaction transfer(SolanaRpc rpc, Signer from, PublicKey to, long lamports) {
        LatestBlockhash latest = rpc.getLatestBlockhash(ReadAt.CONFIRMED);
        return sign(latest.blockhash(), List.of(from), SystemInstructions.transfer(from.publicKey(), to, lamports));
    }

    /** Sends what must be taken, without preflight. */
    public static SignedTransaction sent(SolanaRpc rpc, SignedTransaction transaction) {
        SubmitOutcome outcome = rpc.send(transaction, true);
        if (!(outcome instanceof SubmitOutcome.Accepted)) {
            throw new AssertionError("not accepted: " + outcome);
        }
        return transaction;
    }
}
