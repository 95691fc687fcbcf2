package network.peer.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.PauseScope;
import network.peer.settlement.PayableLeg;
import network.peer.settlement.SettlementStore;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;
import network.peer.wallet.WalletRole;

/** Books without a database; the same calls give the same ids. */
public final class InMemoryBooks implements SettlementBooks {
    private static final Instant BEGIN = Instant.parse("2026-11-21T12:00:00Z");

    private final InMemorySettlementStore store;
    private Instant now = BEGIN;
    private long wallets;
    private long movements;

    public InMemoryBooks() {
        this(InMemorySettlementStore::new);
    }

    /** @param newStore given the store's clock */
    public InMemoryBooks(Function<Supplier<Instant>, InMemorySettlementStore> newStore) {
        store = newStore.apply(() -> now);
    }

    @Override
    public SettlementStore store() {
        return store;
    }

    @Override
    public WalletKey treasury(PublicKey address) {
        return new WalletKey(WalletRole.TREASURY, null, address);
    }

    @Override
    public WalletKey openWallet(LongFunction<PublicKey> addressOfIndex) {
        long index = wallets++;
        return new WalletKey(WalletRole.USER, index, addressOfIndex.apply(index));
    }

    @Override
    public OwedIntent owePayout(LocalDate day, WalletKey wallet, TokenAmount amount) {
        return owe(new OwedIntent(
                Ids.deterministic(IntentKind.MINT.name(), day + ":" + wallet.address()),
                IntentKind.MINT,
                day.toString(),
                List.of(new PayableLeg(Instruction.MINT, null, wallet.address(), amount))));
    }

    @Override
    public OwedIntent oweMovement(WalletKey from, List<Part> parts) {
        List<PayableLeg> legs = new ArrayList<>();
        for (Part part : parts) {
            WalletKey to = part.to();
            legs.add(
                    to == null
                            ? new PayableLeg(Instruction.BURN, from, null, part.amount())
                            : new PayableLeg(Instruction.TRANSFER, from, to.address(), part.amount()));
        }
        IntentKind kind = parts.stream().allMatch(part -> part.to() == null) ? IntentKind.BURN : IntentKind.TRANSFER;
        UUID transaction = new UUID(0x7000L, 0x8000_0000_0000_0000L | movements++);
        return owe(new OwedIntent(
                Ids.deterministic(kind.name(), transaction.toString()), kind, transaction.toString(), legs));
    }

    private OwedIntent owe(OwedIntent owed) {
        store.owe(owed);
        return owed;
    }

    @Override
    public void moveClock(Duration by) {
        now = now.plus(by);
    }

    @Override
    public void resume(PauseScope scope) {
        store.resume(scope);
    }

    @Override
    public void settle(UUID id) {
        store.settle(id);
    }

    @Override
    public IntentState intentState(UUID id) {
        return store.intentState(id);
    }

    @Override
    public AttemptState attemptState(UUID id) {
        return store.attemptState(id);
    }

    @Override
    public Map<IntentState, Long> intentStates() {
        return store.intentStates();
    }

    @Override
    public void close() {}
}
