package network.peer.settlement.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import network.peer.settlement.Finding;
import network.peer.settlement.IntentState;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.token.PublicKey;
import network.peer.wallet.WalletRole;
import org.jspecify.annotations.Nullable;

/** What one transaction of ours is found to be, before anything of it is booked. */
final class Reading {
    final List<Matched> matched = new ArrayList<>();
    final Map<UUID, MovedLeg> payoutsToBook = new LinkedHashMap<>();
    final List<Movement> movementsToBook = new ArrayList<>();
    final List<Finding> findings = new ArrayList<>();
    private final Map<PublicKey, FoundWallet> wallets = new HashMap<>();
    int booked;

    /** A wallet of ours that a leg names. */
    record FoundWallet(WalletRole role, @Nullable UUID userId) {}

    /** An intent that the transaction paid, or tried to. */
    record Matched(UUID intentId, IntentState state, int attemptNumber, List<MovedLeg> moved) {}

    void found(PublicKey address, FoundWallet wallet) {
        wallets.put(address, wallet);
    }

    /** Null if it is none of ours, or another user's now. */
    @Nullable
    FoundWallet wallet(Optional<PublicKey> address) {
        return address.map(wallets::get).orElse(null);
    }
}
