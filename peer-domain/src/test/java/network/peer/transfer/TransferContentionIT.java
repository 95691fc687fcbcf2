package network.peer.transfer;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import network.peer.content.CreatePost;
import network.peer.database.Rows;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who only receives is no queue. Each movement is made in a transaction that stays open while all others are made after it
 * on the same thread: if one had to wait for an earlier one, it would wait for ever, and the lock time-out says so.
 */
class TransferContentionIT {
    private static final int MOVEMENTS = 64;
    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

    private TestDatabase database;
    private Holder inviter;
    private List<Holder> senders;
    private List<Holder> recipients;

    @BeforeEach
    void sendersWithOneInviter() {
        database = TestDatabase.freshDatabase();
        inviter = database.inTransaction(em -> aHolder(em));
        senders = database.inTransaction(
                em -> IntStream.range(0, MOVEMENTS).mapToObj(i -> aHolder(em)).toList());
        recipients = database.inTransaction(
                em -> IntStream.range(0, MOVEMENTS).mapToObj(i -> aHolder(em)).toList());
        database.runInTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(10), senders.toArray(Holder[]::new)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ON_CHAIN", "OFF_CHAIN"})
    void sixtyFourTransfersWithOneInviterDoNotWaitForOneAnother(String chainState) throws Exception {
        haveTheInviter();
        if (chainState.equals("OFF_CHAIN")) {
            stayOffChain();
        }

        holdingAll((services, i) -> services.transfers()
                .send(
                        senders.get(i).userId(),
                        new SendTokens(recipients.get(i).userId(), TokenAmount.ofPeer(2), null),
                        "k"));

        assertThat(balance(inviter)).isEqualTo(new TokenAmount(MOVEMENTS * 20_000_000L));
        assertThat(balance(recipients.get(63))).isEqualTo(TokenAmount.ofPeer(2));
    }

    @Test
    void sixtyFourTransfersToOneRecipientDoNotWaitForOneAnother() {
        holdingAll((services, i) -> services.transfers()
                .send(senders.get(i).userId(), new SendTokens(inviter.userId(), TokenAmount.ofPeer(2), null), "k"));

        assertThat(balance(inviter)).isEqualTo(TokenAmount.ofPeer(2L * MOVEMENTS));
    }

    @Test
    void sixtyFourPaidDislikesOfOnePostDoNotWaitForOneAnother() throws Exception {
        haveTheInviter();
        UUID post = database.inTransaction(em -> Services.of(em, CLOCK)
                        .posts()
                        .create(recipients.get(0).userId(), new CreatePost("a post"), "post"))
                .postId();
        // The first gem event of a day makes the day's row, for which the next would wait.
        database.runInTransaction(
                em -> Services.of(em, CLOCK).actions().view(recipients.get(1).userId(), post, "first"));

        holdingAll((services, i) -> services.actions().dislike(senders.get(i).userId(), post, "k"));

        assertThat(balance(inviter)).isEqualTo(new TokenAmount(MOVEMENTS * 28_846_153L));
    }

    /** The method of this test, on what has to wait: two debits of one account. */
    @Test
    void twoDebitsOfOneAccountAreSeenToWait() {
        assertThatThrownBy(() -> holdingAll((services, i) -> services.transfers()
                        .send(
                                senders.get(0).userId(),
                                new SendTokens(recipients.get(i).userId(), new TokenAmount(1_000), null),
                                "k" + i)))
                .rootCause()
                .hasMessageContaining("lock timeout");
    }

    private interface Movement {
        Object make(Services services, int i);
    }

    private void holdingAll(Movement movement) {
        List<EntityManager> held = new ArrayList<>();
        try {
            for (int i = 0; i < MOVEMENTS; i++) {
                EntityManager entities = database.entityManager();
                held.add(entities);
                entities.getTransaction().begin();
                entities.createNativeQuery("set local lock_timeout = '3s'").executeUpdate();
                movement.make(Services.of(entities, CLOCK), i);
            }
            held.forEach(entities -> entities.getTransaction().commit());
        } finally {
            for (EntityManager entities : held) {
                if (entities.getTransaction().isActive()) {
                    entities.getTransaction().rollback();
                }
                entities.close();
            }
        }
    }

    private void haveTheInviter() throws Exception {
        owner("update app_user set inviter_id = '" + inviter.userId()
                + "' where id in (select user_id from ledger_account"
                + " a join ledger_balance b on b.account_id = a.id left join ledger_pending_credit p on p.account_id = a.id"
                + " where user_id is not null and coalesce(p.amount_base_units, b.folded_base_units) > 0)");
    }

    /** As before their first payout: all tokens stand in RESERVE. */
    private void stayOffChain() throws Exception {
        owner("alter table wallet disable trigger user");
        owner("update wallet set chain_state = 'OFF_CHAIN' where role = 'USER'");
        owner("alter table wallet enable trigger user");
    }

    private TokenAmount balance(Holder holder) {
        return database.<TokenAmount>inTransaction(em -> new TokenAmount(Rows.single(em.createNativeQuery(
                                "select available_base_units from ledger_account_balance where account_id = ?1")
                        .setParameter(1, holder.account().value()))
                .longAt(0)));
    }

    private void owner(String sql) throws Exception {
        try (var connection = database.ownerConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
