package network.peer.chain.outbox;

import java.util.List;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.testing.Holders.Holder;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;

/** A mint outside the protocol, as a thief of the key would make it. */
final class StrayMint {
    private StrayMint() {}

    static void to(SettlementRig rig, Holder holder) {
        Wallet wallet = rig.database.inTransaction(
                em -> new Wallets(em).findByUser(holder.userId()).orElseThrow());
        PublicKey address = wallet.address();
        if (address == null) {
            throw new AssertionError("no address yet");
        }
        TestChain.sent(
                rig.rpc,
                TestChain.sign(
                        rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(rig.authority),
                        Token2022Instructions.mintToChecked(
                                rig.mint,
                                AssociatedTokenAccounts.address(address, rig.mint),
                                rig.authority.publicKey(),
                                new TokenAmount(1))));
        rig.chain.finalizeAll();
    }
}
