package network.peer.chain.simulation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import network.peer.testing.OwedIntent;
import network.peer.testing.SettlementBooks;
import network.peer.testing.SettlementBooks.Part;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.WalletKey;

/** What a seed owes, to whom and when. */
final class Debts {
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-11-21");
    private static final int OF_THE_POISONED = 30;

    private final Dice dice;
    private final SettlementBooks books;
    private final Consumer<OwedIntent> owes;
    private final Consumer<Runnable> later;
    private final Map<WalletKey, Long> booked = new HashMap<>();
    private final List<WalletKey> wallets = new ArrayList<>();

    /**
     * @param owes hears what is owed from now on
     * @param later runs something at a time that the seed chooses
     */
    Debts(Dice dice, SettlementBooks books, Consumer<OwedIntent> owes, Consumer<Runnable> later) {
        this.dice = dice;
        this.books = books;
        this.owes = owes;
        this.later = later;
    }

    void arrange(PublicKey treasuryAddress, LongFunction<PublicKey> addressOfIndex, List<Poison> poisons) {
        WalletKey treasury = books.treasury(treasuryAddress);
        int users = dice.between(2, 4);
        for (int i = 0; i < users; i++) {
            wallets.add(books.openWallet(addressOfIndex));
        }
        poisons.forEach(this::payPoisoned);
        wallets.forEach(wallet -> pay(FIRST_DAY, wallet, dice.between(50, 100)));
        if (dice.chance(0.5)) {
            later.accept(() -> wallets.forEach(wallet -> pay(FIRST_DAY.plusDays(1), wallet, 20)));
        }
        int movements = dice.between(0, 6);
        for (int i = 0; i < movements; i++) {
            later.accept(() -> move(dice.pick(wallets), dice.pick(wallets), treasury));
        }
    }

    /** Two that fail alike in one lane would be the lane's fault, so each lane gets one. */
    private void payPoisoned(Poison poison) {
        WalletKey poisoned = books.openWallet(index -> poison.wallet());
        pay(FIRST_DAY, poisoned, OF_THE_POISONED);
        if (dice.chance(0.5)) {
            later.accept(() -> {
                WalletKey other = dice.pick(wallets);
                boolean out = dice.chance(0.5);
                WalletKey from = out ? poisoned : other;
                if (booked.getOrDefault(from, 0L) > 1) {
                    move(from, List.of(new Part(out ? other : poisoned, amount(out ? other : poisoned, 1))), 1);
                }
            });
        }
    }

    private void pay(LocalDate day, WalletKey wallet, int amount) {
        owes.accept(books.owePayout(day, wallet, amount(wallet, amount)));
    }

    private void move(WalletKey from, WalletKey to, WalletKey treasury) {
        long held = booked.getOrDefault(from, 0L);
        if (held < 4) {
            return;
        }
        int spent = dice.between(1, (int) held - 2);
        List<Part> parts = new ArrayList<>();
        if (to.equals(from)) {
            parts.add(new Part(null, new TokenAmount(spent)));
        } else {
            parts.add(new Part(to, amount(to, spent)));
            if (dice.chance(0.5)) {
                parts.add(new Part(treasury, new TokenAmount(1)));
                parts.add(new Part(null, new TokenAmount(1)));
                spent += 2;
            }
        }
        move(from, parts, spent);
    }

    private void move(WalletKey from, List<Part> parts, int spent) {
        booked.merge(from, -(long) spent, Long::sum);
        owes.accept(books.oweMovement(from, parts));
    }

    private TokenAmount amount(WalletKey to, int amount) {
        booked.merge(to, (long) amount, Long::sum);
        return new TokenAmount(amount);
    }
}
