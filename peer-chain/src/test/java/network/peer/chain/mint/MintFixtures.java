package network.peer.chain.mint;

import java.util.List;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.Programs;
import network.peer.chain.tx.SystemInstructions;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/** Mints for tests, with the pointer extension and whatever a test adds. */
public final class MintFixtures {
    private MintFixtures() {}

    /** A mint without metadata; processed, not yet final. */
    public static PublicKey create(SolanaRpc rpc, Signer authority) {
        Signer mint = TestChain.newKey();
        create(
                rpc,
                authority,
                mint,
                Token2022Instructions.initializeMetadataPointer(mint.publicKey(), null, mint.publicKey()),
                Token2022Instructions.initializeMint2(
                        mint.publicKey(), TokenAmount.DECIMALS, authority.publicKey(), null));
        return mint.publicKey();
    }

    static void create(SolanaRpc rpc, Signer authority, Signer mint, Instruction... initialization) {
        long rentLamports = rpc.getMinimumBalanceForRentExemption(1_000);
        Instruction[] instructions = new Instruction[1 + initialization.length];
        instructions[0] = SystemInstructions.createAccount(
                authority.publicKey(),
                mint.publicKey(),
                rentLamports,
                MintAccount.sizeAtCreation(),
                Programs.TOKEN_2022);
        System.arraycopy(initialization, 0, instructions, 1, initialization.length);
        TestChain.sent(
                rpc,
                TestChain.sign(
                        rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(), List.of(authority, mint), instructions));
    }
}
