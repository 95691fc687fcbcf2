package network.peer.testing;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongFunction;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentState;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import org.jspecify.annotations.Nullable;

/** A settlement store, and the books behind it as far as a test must arrange them: whatever store it is. */
public interface SettlementBooks extends AutoCloseable {
    SettlementStore store();

    /** The treasury's wallet, which must have an address before a fee is owed. */
    WalletKey treasury(PublicKey address);

    /** A new user's wallet; its address follows from the derivation index that it gets. */
    WalletKey openWallet(LongFunction<PublicKey> addressOfIndex);

    OwedIntent owePayout(LocalDate day, WalletKey wallet, TokenAmount amount);

    /**
     * Owes one movement out of a user's wallet. The wallets are on chain since their first payout.
     *
     * @throws RuntimeException if the books do not cover it
     */
    OwedIntent oweMovement(WalletKey from, List<Part> parts);

    /** @param to null for a burn */
    record Part(@Nullable WalletKey to, TokenAmount amount) {}

    /** Sets the store's clock forward, or back. */
    void moveClock(Duration by);

    void resume(network.peer.settlement.PauseScope scope);

    /**
     * Takes an intent to SETTLED as nothing but the rebuild from the chain does it.
     *
     * @throws RuntimeException if it may not become so
     */
    void settle(UUID id);

    IntentState intentState(UUID id);

    AttemptState attemptState(UUID id);

    /** How many intents are in each state; states without any are left out. */
    Map<IntentState, Long> intentStates();

    @Override
    void close();
}
