package network.peer.testing;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.NettingPolicy;
import network.peer.settlement.internal.OutboxWriter;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;

/** Users who hold tokens, as ledger and settlement need them: rows of their own, without passwords anyone could use. */
public final class Holders {
    public static final Instant RECORDED_AT = Instant.parse("2026-11-21T12:00:00Z");
    public static final LocalDate DAY = LocalDate.parse("2026-11-21");

    public static final NettingPolicy NETTED =
            new NettingPolicy(Set.of(TransactionKind.SPEND, TransactionKind.BURN), Duration.ofMinutes(10), 200);

    private Holders() {}

    /** A holder with ledger account and wallet. */
    public record Holder(UUID userId, LedgerAccountId account) {}

    public static Ledger ledger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities));
    }

    /** A ledger whose spends and burns are netted, up to 200 in ten minutes. */
    public static Ledger nettingLedger(EntityManager entities) {
        return new Ledger(entities, new OutboxWriter(entities, NETTED));
    }

    /** A verified, active user whose balance is zero. */
    public static Holder aHolder(EntityManager entities) {
        UUID userId = aUser(entities);
        LedgerAccountId account = ledger(entities).openUserAccount(userId);
        Wallets wallets = new Wallets(entities);
        wallets.openUserWallet(userId);
        wallets.giveOutDerivationIndexes(Integer.MAX_VALUE);
        return new Holder(userId, account);
    }

    /** A verified, active user without account and wallet. */
    public static UUID aUser(EntityManager entities) {
        UUID userId = Ids.newId();
        entities.createNativeQuery(
                        "insert into app_user (id, email, user_name, password_algorithm,"
                                + " password_iterations, password_salt, password_hash, status, verified_at, referral_code,"
                                + " created_at) values (?1, ?2, ?3, 'PBKDF2WithHmacSHA512', 210000,"
                                + " cast(repeat('0', 16) as bytea), cast(repeat('0', 64) as bytea), 'ACTIVE', now(), ?4, now())")
                .setParameter(1, userId)
                .setParameter(2, userId + "@example.org")
                .setParameter(3, "u" + userId.toString().substring(14).replace("-", ""))
                .setParameter(4, userId.toString())
                .executeUpdate();
        return userId;
    }

    /** Pays the holders out of the pool of {@link #DAY}. */
    public static UUID pay(EntityManager entities, TokenAmount each, Holder... holders) {
        return pay(entities, DAY, each, holders);
    }

    /** Pays the holders out of a day's pool. */
    public static UUID pay(EntityManager entities, LocalDate day, TokenAmount each, Holder... holders) {
        List<Posting> postings = java.util.Arrays.stream(holders)
                .map(holder ->
                        new Posting(SystemAccount.REWARD_POOL.id(), holder.account(), PostingRole.PRINCIPAL, each))
                .toList();
        String key = "test-payout:" + Ids.newId();
        return ledger(entities)
                .post(new PostCommand(TransactionKind.MINT, key, Ids.hash(key), RECORDED_AT, 1, day, postings))
                .ledgerTransactionId();
    }

    /** A spend of 3 PEER of which a hundredth is burned, and another goes to the inviter if there is one. */
    public static PostCommand spend(String key, Holder from, @Nullable Holder inviter) {
        TokenAmount fee = new TokenAmount(TokenAmount.ofPeer(3).baseUnits() / 100);
        List<Posting> postings = new ArrayList<>();
        TokenAmount rest = TokenAmount.ofPeer(3).minus(fee);
        if (inviter != null) {
            rest = rest.minus(fee);
            postings.add(new Posting(from.account(), inviter.account(), PostingRole.INVITER_FEE, fee));
        }
        postings.add(0, new Posting(from.account(), SystemAccount.BURN.id(), PostingRole.BURN_FEE, fee));
        postings.add(0, new Posting(from.account(), SystemAccount.TREASURY.id(), PostingRole.PRINCIPAL, rest));
        return new PostCommand(
                TransactionKind.SPEND, key, Ids.hash(postings.toString()), RECORDED_AT, 1, null, postings);
    }

    /** A spend without fees. */
    public static PostCommand spend(String key, Holder from, TokenAmount amount) {
        Posting posting = new Posting(from.account(), SystemAccount.TREASURY.id(), PostingRole.PRINCIPAL, amount);
        return new PostCommand(
                TransactionKind.SPEND, key, Ids.hash(posting.toString()), RECORDED_AT, 1, null, List.of(posting));
    }

    /** A transfer between two holders, without fees. */
    public static PostCommand transfer(String key, Holder from, Holder to, TokenAmount amount) {
        Posting posting = new Posting(from.account(), to.account(), PostingRole.PRINCIPAL, amount);
        return new PostCommand(
                TransactionKind.TRANSFER, key, Ids.hash(posting.toString()), RECORDED_AT, 1, null, List.of(posting));
    }
}
