package network.peer.system;

import jakarta.persistence.EntityManager;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** Payouts, transfers and burns as a source of randomness decides, put into the books, and the list of what they owe on chain. */
final class Traffic {
    static final String TREASURY = "TREASURY";

    private static final long LEAST_PAYOUT = TokenAmount.ofPeer(1).baseUnits();

    private final Payouts books;
    private final List<Holder> holders = new ArrayList<>();
    private final Map<UUID, Long> balances = new HashMap<>();
    private final List<Owed> owed = new ArrayList<>();
    private LocalDate day = LocalDate.parse("2025-01-01");

    Traffic(Payouts books) {
        this.books = books;
    }

    /** One effect on chain; the wallets are named by their users, or {@link #TREASURY}. */
    record Leg(
            String instruction,
            @Nullable String from,
            @Nullable String to,
            long baseUnits) {}

    /**
     * What must happen on chain exactly once, all its legs in one transaction.
     *
     * @param key the day and the user of a payout, or the id of the ledger transaction
     */
    record Owed(String key, List<Leg> legs) {}

    /** In the order in which they were put into the books. */
    List<Owed> owed() {
        return List.copyOf(owed);
    }

    /** A day with payouts to new users, then movements among all users. */
    void owe(RandomGenerator random) {
        day = day.plusDays(1);
        TokenAmount each = new TokenAmount(LEAST_PAYOUT + random.nextLong(LEAST_PAYOUT));
        List<Holder> paid = books.inTransaction(em -> {
            Holder[] added = new Holder[3 + random.nextInt(4)];
            for (int i = 0; i < added.length; i++) {
                added[i] = Holders.aHolder(em);
            }
            Holders.pay(em, day, each, added);
            return List.of(added);
        });
        for (Holder holder : paid) {
            holders.add(holder);
            balances.put(holder.userId(), each.baseUnits());
            owed.add(new Owed(
                    day + " " + holder.userId(), List.of(new Leg("MINT", null, name(holder), each.baseUnits()))));
        }
        int movements = 2 + random.nextInt(3);
        for (int i = 0; i < movements; i++) {
            move(random);
        }
    }

    private void move(RandomGenerator random) {
        Holder from = holders.get(random.nextInt(holders.size()));
        Holder to = holders.get(random.nextInt(holders.size()));
        long amount = 1 + random.nextLong(balances.getOrDefault(from.userId(), 0L) / 2);
        if (from.equals(to)) {
            post(TransactionKind.BURN, from, List.of(leg("BURN", from, null, amount)), List.of(burn(from, amount)));
            return;
        }
        long fee = 1 + amount / 50;
        post(
                TransactionKind.TRANSFER,
                from,
                List.of(
                        leg("TRANSFER", from, name(to), amount),
                        leg("TRANSFER", from, TREASURY, fee),
                        leg("BURN", from, null, fee)),
                List.of(
                        new Posting(from.account(), to.account(), PostingRole.PRINCIPAL, new TokenAmount(amount)),
                        new Posting(
                                from.account(),
                                SystemAccount.TREASURY.id(),
                                PostingRole.COMPANY_FEE,
                                new TokenAmount(fee)),
                        new Posting(
                                from.account(), SystemAccount.BURN.id(), PostingRole.BURN_FEE, new TokenAmount(fee))));
        balances.merge(to.userId(), amount, Long::sum);
    }

    private void post(TransactionKind kind, Holder from, List<Leg> legs, List<Posting> postings) {
        UUID transaction = books.inTransaction(em -> post(em, kind, postings));
        owed.add(new Owed(transaction.toString(), legs));
        legs.forEach(leg -> balances.merge(from.userId(), -leg.baseUnits(), Long::sum));
    }

    private UUID post(EntityManager entities, TransactionKind kind, List<Posting> postings) {
        String key = Ids.newId().toString();
        return Holders.ledger(entities)
                .post(new PostCommand(kind, key, Ids.hash(key), Holders.RECORDED_AT, 1, null, postings))
                .ledgerTransactionId();
    }

    private static Posting burn(Holder from, long amount) {
        return new Posting(from.account(), SystemAccount.BURN.id(), PostingRole.PRINCIPAL, new TokenAmount(amount));
    }

    private static Leg leg(String instruction, Holder from, @Nullable String to, long amount) {
        return new Leg(instruction, name(from), to, amount);
    }

    private static String name(Holder holder) {
        return holder.userId().toString();
    }
}
