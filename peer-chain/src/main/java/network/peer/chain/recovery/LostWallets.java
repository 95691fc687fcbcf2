package network.peer.chain.recovery;

import java.util.ArrayList;
import java.util.List;
import network.peer.chain.keys.Keystore;
import network.peer.chain.recovery.DerivedWallets.Found;
import network.peer.chain.recovery.RebuildFromChain.Options;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.RecoveryStore;
import network.peer.token.PublicKey;

/** Wallets that hold tokens and whose users the database has lost: a new user must never inherit one. */
final class LostWallets {
    private final RecoveryStore store;
    private final Endpoints endpoints;
    private final Keystore keystore;
    private final PublicKey mint;

    LostWallets(RecoveryStore store, Endpoints endpoints, Keystore keystore, PublicKey mint) {
        this.store = store;
        this.endpoints = endpoints;
        this.keystore = keystore;
        this.mint = mint;
    }

    /** @return what is listed: a finding for each */
    List<Finding> keep(Options options) {
        DerivedWallets derived = new DerivedWallets(endpoints, keystore, mint);
        List<Found> lost = new ArrayList<>();
        List<Long> orphaned = store.orphanedDerivationIndexes(-1, SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        while (!orphaned.isEmpty()) {
            lost.addAll(derived.among(orphaned));
            orphaned =
                    store.orphanedDerivationIndexes(orphaned.get(orphaned.size() - 1), SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        }
        lost.addAll(derived.from(store.nextDerivationIndex(), options.gapLimit()));
        List<Finding> findings = lost.stream()
                .map(wallet -> new Finding(
                        Kind.UNKNOWN_WALLET,
                        wallet.address().base58(),
                        "derivation index " + wallet.index() + ", "
                                + wallet.tokens().display() + " PEER"))
                .toList();
        if (!options.dryRun() && !lost.isEmpty()) {
            store.record(findings);
            store.skipDerivationIndexes(lost.get(lost.size() - 1).index());
        }
        return findings;
    }
}
