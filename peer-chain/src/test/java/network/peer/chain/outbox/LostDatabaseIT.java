package network.peer.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.persistence.EntityManager;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.PageRequest;
import network.peer.chain.recovery.HistoryGapException;
import network.peer.chain.recovery.LaneInUseException;
import network.peer.chain.recovery.LostDatabaseGuard;
import network.peer.chain.recovery.RebuildFromChain;
import network.peer.chain.recovery.RebuildFromChain.Options;
import network.peer.chain.recovery.RebuildFromChain.Summary;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTable;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.SystemInstructions;
import network.peer.content.CreatePost;
import network.peer.database.Rows;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.operations.AuditLog;
import network.peer.rewards.RewardDay;
import network.peer.rewards.RewardDayState;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.Decision;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.Finding;
import network.peer.settlement.Finding.Kind;
import network.peer.settlement.LaneLease;
import network.peer.settlement.PauseScope;
import network.peer.settlement.RecoveryQueries;
import network.peer.settlement.RecoveryQueries.Recorded;
import network.peer.settlement.RecoveryStore;
import network.peer.settlement.SettlementControl;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.Services;
import network.peer.testing.SettableClock;
import network.peer.testing.TestDatabase;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.Wallet;
import network.peer.wallet.WalletRole;
import network.peer.wallet.Wallets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database is put back to a cold copy while the chain goes on: is anybody paid twice? */
class LostDatabaseIT {
    private static final Options REBUILD = new Options(false, 200, false);
    private static final TokenAmount ONE = TokenAmount.ofPeer(1);
    private static final long BEYOND_THE_SEARCH = 2L * LostDatabaseGuard.DEFAULT_GAP_LIMIT;
    private static final LocalDate NEXT_DAY = Holders.DAY.plusDays(1);

    private SettlementRig rig;

    @BeforeEach
    void open() {
        rig = new SettlementRig();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void nothingIsPaidTwiceAfterARestoreThatLostCommits() {
        List<Holder> holders = paid(2);
        Holder alice = holders.get(0);
        Holder bob = holders.get(1);
        pay(NEXT_DAY, alice, bob);
        transfer(alice, bob, ONE);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.settleAll();
            transfer(bob, alice, TokenAmount.ofPeer(3));
            pay(NEXT_DAY.plusDays(1), bob);
            rig.settleAll();
            rig.database.restore(copy);
        }
        long supply = supply();
        LostDatabaseGuard guard = rig.guard();
        assertThat(rig.states("settlement_intent"))
                .as("the copy believes that three intents are owed which are paid")
                .isEqualTo(Map.of("SETTLED", 2L, "RECORDED", 3L));

        assertThat(rig.isChecked(guard)).isTrue();

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rig.lane("node-1").runOnce()).isFalse();
        assertThat(rig.movements("node-1").runOnce()).isFalse();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.restored()).isEqualTo(4);
        assertThat(summary.settled()).isEqualTo(5);
        assertThat(summary.booked()).as("a payout and a transfer").isEqualTo(2);
        assertThat(summary.findings()).extracting(Finding::kind).containsExactly(Kind.MOVEMENT_REBUILT);
        assertThat(pauses()).isEmpty();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 7L));
        rig.settleAll();
        assertThat(supply()).isEqualTo(supply);
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7 - 1 + 3));
        assertThat(rig.onChain(bob)).isEqualTo(TokenAmount.ofPeer(7 + 7 + 1 - 3 + 7));
        assertThat(balance(bob)).isEqualTo(rig.onChain(bob));
        assertThat(rig.conservation().holds()).as("conservation").isTrue();
        assertThat(storedBytesAreThoseOnChain()).isTrue();

        Summary again = rebuild();
        assertThat(again.restored()).isZero();
        assertThat(again.unfinished()).isEmpty();
        transfer(alice, bob, ONE);
        pay(NEXT_DAY.plusDays(1), alice);
        rig.settleAll();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 9L));
        assertThat(rig.conservation().holds()).as("and it goes on").isTrue();
    }

    @Test
    void whatTheCopyHasAsParkedAndWasPaidAfterARetryIsSettled() {
        List<Holder> holders = paid(2);
        Holder alice = holders.get(0);
        Holder bob = holders.get(1);
        pay(NEXT_DAY, alice, bob);
        UUID parked = parkOneOf(2);
        try (TestDatabase copy = rig.database.coldCopy()) {
            retry(parked, alice.userId(), bob.userId());
            rig.settleAll();
            assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 4L));
            rig.database.restore(copy);
        }
        assertThat(rig.isChecked(rig.guard())).isTrue();

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.settled()).isEqualTo(2);
        assertThat(findings()).singleElement().satisfies(finding -> assertThat(finding)
                .startsWith(Kind.PAID_THOUGH_SET_ASIDE.name(), parked.toString()));
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 4L));
        assertThat(texts("select from_state || ' ' || to_state from settlement_history where subject_id = '" + parked
                        + "' order by id desc limit 1"))
                .containsExactly("PARKED SETTLED");
        assertThat(rig.conservation().holds()).as("conservation").isTrue();
        assertThat(pauses()).isEmpty();
        transfer(alice, bob, ONE);
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7 - 1));
        assertThat(rig.conservation().holds()).as("and it goes on").isTrue();
    }

    @Test
    void whatTheCopyHasAsParkedAndFailedAfterARetryStaysParked() {
        Holder alice = rig.owedHolders(1).get(0);
        UUID bob = rig.holders(1).get(0).userId();
        UUID parked = parkOneOf(1);
        try (TestDatabase copy = rig.database.coldCopy()) {
            retry(parked, alice.userId(), bob);
            reject();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        Summary summary = rebuild();

        assertThat(summary.restored()).isEqualTo(1);
        assertThat(summary.findings()).isEmpty();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("PARKED", 1L));
        rig.rpc.requestAirdrop(rig.authority.publicKey(), TestChain.ONE_SOL);
        rig.chain.finalizeAll();
        retry(parked, alice.userId(), bob);
        rig.settleAll();
        rig.assertPaidExactlyOnce(List.of(alice));
    }

    @Test
    void whatWasOnItsWayWhenTheCommitsWereLostIsNotPaidAgain() {
        Holder alice = paid(1).get(0);
        pay(NEXT_DAY, alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.chain.arm(Json.createObjectBuilder()
                    .add("method", "sendTransaction")
                    .add("fault", "late")
                    .add("slots", 20));
            rig.lane("node-1").runOnce();
            rig.database.restore(copy);
        }
        rig.chain.advance(10);
        LostDatabaseGuard guard = rig.guard();

        if (guard.isChecked()) {
            rig.lane("node-1").runOnce();
        }
        assertThat(pauses()).as("nobody knows of it yet").isEmpty();
        if (rig.isChecked(guard)) {
            rig.lane("node-1").runOnce();
        }
        rig.chain.finalizeAll();

        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7));
        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rebuild().settled()).isEqualTo(1);
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7));
    }

    @Test
    void theFirstBatchEverIsWaitedForToo() {
        rig.recovery.trust(rig.recovery.incarnation());
        assertThat(rig.guard().isChecked())
                .as("a database that was just made for its chain need not wait")
                .isTrue();
        Holder alice = rig.owedHolders(1).get(0);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.chain.arm(Json.createObjectBuilder()
                    .add("method", "sendTransaction")
                    .add("fault", "late")
                    .add("slots", 20));
            rig.lane("node-1").runOnce();
            rig.database.restore(copy);
        }
        LostDatabaseGuard guard = rig.guard();

        if (guard.isChecked()) {
            rig.lane("node-1").runOnce();
        }
        if (rig.isChecked(guard)) {
            rig.lane("node-1").runOnce();
        }
        rig.chain.finalizeAll();

        assertThat(rig.onChain(alice)).isEqualTo(SettlementRig.PAY);
        assertThat(pauses()).containsExactly("RECOVERY");
    }

    @Test
    void afterAFailoverThatBrokeNoConnectionNobodyClaims() {
        rig.owedHolders(1);
        assertThat(rig.isChecked(rig.guard())).isTrue();
        LaneLease lease =
                rig.store.lease("mint", "node-1", Duration.ofMinutes(1)).orElseThrow();
        try (TestDatabase standby = rig.database.coldCopy()) {
            assertThat(rig.store.claim(lease, 10, Duration.ofMinutes(1))).hasSize(1);
            rig.database.restore(standby);
        }

        assertThatThrownBy(() -> rig.store.claim(lease, 10, Duration.ofMinutes(1)))
                .isInstanceOf(FencedOffException.class);

        assertThat(rig.isChecked(rig.guard())).isTrue();
        assertThat(rig.store.claim(lease, 10, Duration.ofMinutes(1))).hasSize(1);
    }

    @Test
    void whatWasSignedBeforeAFailoverIsNotStoredAfterIt() {
        List<Holder> holders = rig.owedHolders(1);
        assertThat(rig.isChecked(rig.guard())).isTrue();
        SolanaRpc failingOver = SettlementRig.answering(rig.rpc, Map.of("getLatestBlockhash", arguments -> {
            try (TestDatabase standby = rig.database.coldCopy()) {
                rig.database.restore(standby);
            }
            return rig.rpc.getLatestBlockhash((ReadAt) arguments[0]);
        }));

        rig.lane("node-1", failingOver).runOnce();

        assertThat(rig.states("settlement_attempt")).isEmpty();
        assertThat(rig.isChecked(rig.guard())).isTrue();
        leasesRunOut();
        rig.lane("node-2").runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        rig.assertPaidExactlyOnce(holders);
    }

    @Test
    void whoWasPutOnChainIsSoAgainAndIsNotMovedTwice() {
        Holder alice = paid(1).get(0);
        Holder bob = rig.holders(1).get(0);
        transfer(alice, bob, ONE);
        pay(NEXT_DAY, bob);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.migrateAll();
            rig.settleAll();
            assertThat(rig.onChain(bob)).isEqualTo(TokenAmount.ofPeer(8));
            rig.database.restore(copy);
        }
        long supply = supply();
        assertThat(rig.isChecked(rig.guard())).isTrue();
        rig.migrateAll();
        assertThat(rig.states("settlement_intent"))
                .as("nobody is migrated before the rebuild")
                .containsOnly(Map.entry("SETTLED", 1L), Map.entry("RECORDED", 2L));

        Summary summary = rebuild();

        assertThat(summary.unfinished()).isEmpty();
        assertThat(summary.findings()).isEmpty();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 4L));
        rig.migrateAll();
        transfer(bob, alice, ONE);
        rig.settleAll();
        assertThat(rig.onChain(bob)).isEqualTo(TokenAmount.ofPeer(7));
        assertThat(supply()).isEqualTo(supply);
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aLostUsersWalletIsListedAndNeverInherited() {
        Holder alice = paid(1).get(0);
        Holder lost;
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.holders(3);
            lost = rig.holders(1).get(0);
            pay(NEXT_DAY, alice, lost);
            rig.settleAll();
            rig.database.restore(copy);
        }
        assertThat(rig.isChecked(rig.guard())).isTrue();
        Holder early = rig.holders(1).get(0);
        assertThat(index(early)).as("registered before the rebuild").isEqualTo(5);

        Summary summary = rebuild();

        assertThat(summary.walletsOfLostUsers()).isEqualTo(1);
        assertThat(summary.unfinished()).isEmpty();
        assertThat(index(rig.holders(1).get(0))).isEqualTo(6);
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(14));
        assertThat(balance(alice)).isEqualTo(TokenAmount.ofPeer(14));
        assertThat(findings())
                .extracting(finding -> finding.get(0))
                .containsExactlyInAnyOrder("PAYOUT_OF_UNKNOWN_USER", "UNKNOWN_WALLET");
        ConservationReport report = rig.conservation();
        assertThat(report.differences()).isEmpty();
        assertThat(report.supplyBaseUnits().subtract(report.expectedSupplyBaseUnits()))
                .as("exactly what is listed")
                .isEqualTo(BigInteger.valueOf(SettlementRig.PAY.baseUnits()));
        assertThat(lost.userId()).isNotEqualTo(early.userId());
    }

    @Test
    void aRebuildThatWasKilledGoesOnWhereItEnded() {
        List<Holder> holders = paid(3);
        try (TestDatabase copy = rig.database.coldCopy()) {
            for (int day = 1; day <= 4; day++) {
                pay(Holders.DAY.plusDays(day), holders.get(0), holders.get(1), holders.get(2));
                rig.settleAll();
            }
            rig.database.restore(copy);
        }
        long supply = supply();
        rig.guard().isChecked();
        leasesRunOut();
        AtomicInteger restored = new AtomicInteger();
        RecoveryStore killing = (RecoveryStore) Proxy.newProxyInstance(
                RecoveryStore.class.getClassLoader(), new Class<?>[] {RecoveryStore.class}, (proxy, method, given) -> {
                    if (method.getName().equals("restore") && restored.incrementAndGet() > 2) {
                        throw new IllegalStateException("killed");
                    }
                    try {
                        return method.invoke(rig.recovery, given);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
        assertThatThrownBy(() -> rig.rebuild(killing, () -> 0).run(REBUILD)).hasMessage("killed");
        assertThat(pauses()).containsExactly("RECOVERY");

        Summary summary = rebuild();

        assertThat(summary.restored()).isEqualTo(2);
        assertThat(summary.unfinished()).isEmpty();
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 15L));
        rig.settleAll();
        assertThat(supply()).isEqualTo(supply);
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aPayoutIntoReserveWaitsForItsDayToBeRunAgain() {
        Holder alice = paid(1).get(0);
        Holder bob = rig.holders(1).get(0);
        transfer(alice, bob, ONE);
        rig.settleAll();
        try (TestDatabase copy = rig.database.coldCopy()) {
            pay(NEXT_DAY, bob);
            rig.settleAll();
            rig.database.restore(copy);
        }
        TokenAmount inReserve = rig.onChain(WalletRole.RESERVE);
        assertThat(inReserve).isEqualTo(SettlementRig.PAY.plus(ONE));
        rig.guard().isChecked();

        assertThat(rebuild().unfinished())
                .hasValueSatisfying(why -> assertThat(why).contains("run daily-rewards"));
        assertThat(pauses()).containsExactly("RECOVERY");
        pay(NEXT_DAY, bob);
        assertThat(rig.lane("node-1").runOnce()).isFalse();
        assertThat(rebuild().unfinished()).isEmpty();

        rig.settleAll();
        assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(inReserve);
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("SETTLED", 3L));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void whoRegistersBeforeTheGuardHasLookedWaitsForAnIndex() {
        Holder alice = paid(1).get(0);
        long lost;
        try (TestDatabase copy = rig.database.coldCopy()) {
            Holder paid = rig.holders(1).get(0);
            lost = index(paid);
            pay(NEXT_DAY, alice, paid);
            rig.settleAll();
            rig.database.restore(copy);
        }
        UUID heir = rig.database.inTransaction(em -> {
            UUID id = Holders.aUser(em);
            new Wallets(em).openUserWallet(id);
            return id;
        });
        LostDatabaseGuard guard = rig.guard();
        guard.isChecked();

        assertThat(rig.recovery.giveOutDerivationIndexes(10))
                .as("what is under way could still make a lost user's wallet")
                .isZero();
        assertThat(rig.isChecked(guard)).isTrue();
        assertThat(rig.recovery.giveOutDerivationIndexes(10)).isEqualTo(1);

        assertThat(index(heir)).isGreaterThan(lost);
        assertThat(rig.recovery.giveOutDerivationIndexes(10)).isZero();
        assertThat(rebuild().unfinished()).isEmpty();
    }

    /** The lost user came after so many failed registrations that the search has given up before. */
    @Test
    void aWalletThatWasInheritedKeepsEverythingPausedHoweverShortlyAfter() {
        Holder alice = paid(1).get(0);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.recovery.skipDerivationIndexes(BEYOND_THE_SEARCH);
            pay(NEXT_DAY, alice, rig.holders(1).get(0));
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();
        rig.recovery.skipDerivationIndexes(BEYOND_THE_SEARCH);
        Holder heir = rig.holders(1).get(0);

        assertThat(rebuild().unfinished())
                .hasValueSatisfying(why -> assertThat(why).contains("INHERITED_WALLET"));
        assertThat(rebuild().unfinished()).as("a second run does not forget").isPresent();

        assertThat(balance(heir)).isEqualTo(TokenAmount.ZERO);
        assertThat(pauses()).containsExactly("RECOVERY");
        resumeRecovery(alice.userId());
        assertThat(pauses()).as("one operator is not enough").containsExactly("RECOVERY");
        resumeRecovery(heir.userId());
        assertThat(pauses()).isEmpty();
    }

    @Test
    void nobodyResumesWhatWasNotRebuilt() {
        Holder alice = paid(1).get(0);
        UUID colleague = rig.holders(1).get(0).userId();
        pay(NEXT_DAY, alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        for (UUID operator : List.of(alice.userId(), colleague)) {
            assertThatThrownBy(() -> resumeRecovery(operator))
                    .isInstanceOfSatisfying(BusinessException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("PEER-SET-011");
        }
        assertThatThrownBy(() -> rig.resume(PauseScope.RECOVERY)).hasStackTraceContaining("two operators");

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rebuild().unfinished()).isEmpty();
        assertThat(pauses()).isEmpty();
    }

    @Test
    void whatOneEndpointHidesOfALostUsersWalletAnotherShows() {
        Holder alice = paid(1).get(0);
        long lost;
        try (TestDatabase copy = rig.database.coldCopy()) {
            Holder paid = rig.holders(1).get(0);
            lost = index(paid);
            pay(NEXT_DAY, alice, paid);
            rig.settleAll();
            rig.database.restore(copy);
        }
        SolanaRpc hiding = SettlementRig.answering(
                rig.rpc,
                Map.of("getTokenAccounts", arguments -> new AtSlot<>(rig.rpc.getSlot(ReadAt.CONFIRMED), Map.of())));
        LostDatabaseGuard guard = rig.guard(hiding, rig.rpc);

        assertThat(rig.isChecked(guard)).isTrue();

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(index(rig.holders(1).get(0))).isGreaterThan(lost);
    }

    @Test
    void aDayThatIsRunAgainFindsItselfPaid() {
        SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
        List<Holder> holders = rig.holders(3);
        UUID post = act(clock, s -> s.posts()
                .create(holders.get(0).userId(), new CreatePost("hello"), "p")
                .postId());
        UUID other = act(clock, s -> s.posts()
                .create(holders.get(1).userId(), new CreatePost("there"), "q")
                .postId());
        act(clock, s -> s.actions().like(holders.get(2).userId(), post, "l1"));
        act(clock, s -> s.actions().view(holders.get(2).userId(), other, "v"));
        clock.set(Instant.parse("2026-11-22T01:00:00Z"));
        try (TestDatabase copy = rig.database.coldCopy()) {
            runDay(clock);
            rig.settleAll();
            rig.database.restore(copy);
        }
        long supply = supply();
        assertThat(supply).isEqualTo(TokenAmount.ofPeer(5_000).baseUnits());
        rig.guard().isChecked();
        assertThat(rebuild().booked()).isEqualTo(2);

        RewardDay day = runDay(clock);
        rig.settleAll();

        assertThat(day.state()).isEqualTo(RewardDayState.COMPLETED);
        assertThat(supply()).isEqualTo(supply);
        assertThat(rig.onChain(holders.get(0)).baseUnits()
                        + rig.onChain(holders.get(1)).baseUnits())
                .isEqualTo(supply);
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aMovementThroughReserveIsListedAndADryRunChangesNothing() {
        Holder alice = paid(1).get(0);
        try (TestDatabase copy = rig.database.coldCopy()) {
            transfer(alice, rig.holders(1).get(0), ONE);
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        Summary dry = rig.rebuild(() -> 0).run(new Options(true, 200, true));

        assertThat(dry.restored()).isEqualTo(1);
        assertThat(dry.findings()).extracting(Finding::kind).containsExactly(Kind.MOVEMENT_NOT_BOOKED);
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        assertThat(findings()).isEmpty();
        assertThat(pauses()).containsExactly("RECOVERY");

        rebuild();

        assertThat(findings()).extracting(finding -> finding.get(0)).containsExactly("MOVEMENT_NOT_BOOKED");
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 2L));
        assertThat(rig.onChain(WalletRole.RESERVE)).isEqualTo(ONE);
        assertThat(rig.conservation().differences())
                .extracting(difference -> difference.onChainBaseUnits().subtract(difference.expectedBaseUnits()))
                .containsExactlyInAnyOrder(BigInteger.valueOf(ONE.baseUnits()), BigInteger.valueOf(-ONE.baseUnits()));
    }

    @Test
    void aSpentFeeAndABurnAreRebuiltFromTheirLegs() {
        List<Holder> holders = paid(2);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.database.runInTransaction(em -> Holders.ledger(em)
                    .post(new PostCommand(
                            TransactionKind.TRANSFER,
                            "with fees",
                            Ids.hash("with fees"),
                            Holders.RECORDED_AT,
                            1,
                            null,
                            List.of(
                                    new Posting(
                                            holders.get(0).account(),
                                            holders.get(1).account(),
                                            PostingRole.PRINCIPAL,
                                            ONE),
                                    new Posting(
                                            holders.get(0).account(),
                                            SystemAccount.TREASURY.id(),
                                            PostingRole.COMPANY_FEE,
                                            new TokenAmount(20)),
                                    new Posting(
                                            holders.get(0).account(),
                                            SystemAccount.BURN.id(),
                                            PostingRole.BURN_FEE,
                                            new TokenAmount(10))))));
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        assertThat(rebuild().booked()).isEqualTo(1);

        assertThat(rig.conservation().holds()).isTrue();
        assertThat(texts("select role || ' ' || amount_base_units from ledger_posting p join ledger_transaction t"
                        + " on t.id = p.ledger_transaction_id where t.kind = 'TRANSFER' order by ordinal"))
                .containsExactly("PRINCIPAL " + ONE.baseUnits(), "COMPANY_FEE 20", "BURN_FEE 10");
    }

    @Test
    void payoutsThroughLookupTablesAreSeenAndRestored() {
        List<Holder> holders = paid(40);
        List<PublicKey> accounts = holders.stream()
                .map(holder -> AssociatedTokenAccounts.address(walletOf(holder), rig.mint))
                .toList();
        LookupTable table = tableOf(accounts);
        try (TestDatabase copy = rig.database.coldCopy()) {
            pay(NEXT_DAY, holders.toArray(Holder[]::new));
            rig.settleAllThrough((day, recipients) -> List.of(table));
            rig.database.restore(copy);
        }
        long supply = supply();
        rig.guard().isChecked();
        assertThat(pauses()).containsExactly("RECOVERY");

        Summary summary = rebuild();

        assertThat(summary.restored()).as("all forty in one transaction").isEqualTo(1);
        assertThat(summary.booked()).isEqualTo(40);
        assertThat(summary.findings()).isEmpty();
        rig.settleAll();
        assertThat(supply()).isEqualTo(supply);
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void severalMovementsOfOneTransactionAreToldApart() {
        List<Holder> holders = paid(2);
        for (int i = 1; i <= 3; i++) {
            transfer(holders.get(0), holders.get(1), new TokenAmount(i));
        }
        try (TestDatabase copy = rig.database.coldCopy()) {
            for (int i = 4; i <= 5; i++) {
                transfer(holders.get(0), holders.get(1), new TokenAmount(i));
            }
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();

        Summary summary = rebuild();

        assertThat(summary.restored()).as("all five went into one transaction").isEqualTo(1);
        assertThat(summary.settled()).isEqualTo(5);
        assertThat(summary.booked()).isEqualTo(2);
        rig.settleAll();
        assertThat(rig.onChain(holders.get(1)).baseUnits()).isEqualTo(SettlementRig.PAY.baseUnits() + 15);
        assertThat(balance(holders.get(1))).isEqualTo(rig.onChain(holders.get(1)));
        assertThat(rig.conservation().holds()).isTrue();
    }

    @Test
    void aRejectedTransactionComesBackAsRejected() {
        Holder holder = rejectedAfterTheCopy();

        Summary summary = rebuild();

        assertThat(summary.restored()).isEqualTo(1);
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("REJECTED", 1L));
        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 1L));
        rig.rpc.requestAirdrop(rig.authority.publicKey(), TestChain.ONE_SOL);
        rig.chain.finalizeAll();
        rig.settleAll();
        rig.assertPaidExactlyOnce(List.of(holder));
    }

    /** The database does not know that the payout's only attempt failed. */
    private Holder rejectedAfterTheCopy() {
        Holder holder = rig.owedHolders(1).get(0);
        try (TestDatabase copy = rig.database.coldCopy()) {
            reject();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();
        return holder;
    }

    /** Whoever is owed a payout has an attempt that landed after the fee payer could not pay for it any more. */
    private void reject() {
        long balance = rig.rpc
                .getBalanceLamports(rig.authority.publicKey(), ReadAt.CONFIRMED)
                .value();
        rig.chain.arm(
                Json.createObjectBuilder().add("method", "sendTransaction").add("fault", "drop"));
        rig.lane("node-1").runOnce();
        TestChain.sent(
                rig.rpc,
                TestChain.transfer(rig.rpc, rig.authority, TestChain.newKey().publicKey(), balance - 2_000_000));
        rig.chain.advance(2);
        rig.tracker().runOnce();
        rig.chain.finalizeAll();
        rig.tracker().runOnce();
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("REJECTED", 1L));
    }

    /** Of so many payouts that are owed, the first that is claimed is set aside. */
    private UUID parkOneOf(int owed) {
        LaneLease lease =
                rig.store.lease("mint", "node-1", Duration.ofMinutes(1)).orElseThrow();
        List<UUID> claimed = rig.store.claim(lease, owed, Duration.ofMinutes(1)).stream()
                .map(ClaimedIntent::id)
                .toList();
        assertThat(claimed).hasSize(owed);
        rig.store.park(lease, claimed.get(0), "{\"Custom\":17}");
        rig.store.release(lease, claimed.subList(1, owed), Duration.ZERO, "test");
        return claimed.get(0);
    }

    private void retry(UUID parked, UUID operator, UUID colleague) {
        Decision decision = rig.database.inTransaction(
                em -> control(em).request(operator, parked, Decision.Action.RETRY, "thawed"));
        rig.database.runInTransaction(em -> control(em).approve(colleague, decision.id()));
    }

    @Test
    void theGuardIgnoresWhatOthersWriteWithOurAddress() {
        paid(1);
        network.peer.chain.keys.Signer stranger = TestChain.funded(rig.chain);
        TestChain.sent(
                rig.rpc,
                TestChain.sign(
                        rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(stranger),
                        MemoInstructions.memo("P1 M 2026-11-21 99 1"),
                        SystemInstructions.transfer(stranger.publicKey(), rig.authority.publicKey(), 1)));
        rig.chain.finalizeAll();

        assertThat(rig.isChecked(rig.guard())).isTrue();

        assertThat(pauses()).isEmpty();
    }

    @Test
    void whatAnotherNodeHasJustSentIsKnown() {
        rig.owedHolders(1);
        rig.lane("node-1").runOnce();
        rig.chain.advance(2);

        assertThat(rig.isChecked(rig.guard())).isTrue();

        assertThat(pauses()).isEmpty();
    }

    @Test
    void untilTheChainWasReadNothingIsSigned() {
        SolanaRpc dead = SolanaRpc.connect(RpcEndpoint.of("http://127.0.0.1:1"), Duration.ofSeconds(1));
        LostDatabaseGuard guard = rig.guard(rig.rpc, dead);

        assertThat(guard.isChecked()).isFalse();
    }

    @Test
    void whatCannotBeReadIsNotAskedForAtEveryLook() {
        rig.owedHolders(1);
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("historySlots", 1));
        AtomicLong now = new AtomicLong();
        LostDatabaseGuard guard = rig.guard(Duration.ofSeconds(30), now::get, pruned);
        assertThat(rig.isChecked(guard)).isFalse();
        rig.chain.change("pruned", Json.createObjectBuilder().addNull("historySlots"));

        assertThat(guard.isChecked()).as("it rests").isFalse();

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(guard.isChecked()).isTrue();
    }

    @Test
    void aGuardThatWasContentLooksAgainOnceTheDatabaseIsAnother() {
        Holder alice = paid(1).get(0);
        LostDatabaseGuard guard = rig.guard();
        try (TestDatabase copy = rig.database.coldCopy()) {
            assertThat(rig.isChecked(guard)).isTrue();
            pay(NEXT_DAY, alice);
            rig.settleAll();
            rig.database.restore(copy);
        }
        assertThat(pauses()).isEmpty();

        assertThat(rig.isChecked(guard)).isTrue();

        assertThat(pauses()).containsExactly("RECOVERY");
    }

    @Test
    void resumingForAnotherReasonDoesNotLiftTheGuardsPause() {
        rig.store.pause(PauseScope.ALL, "PEER-SET-007");
        rig.recovery.require("PEER-SET-011");
        rig.resume(PauseScope.ALL);

        assertThat(rig.store.lease("mint", "node-1", Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void refusesWhileALaneIsInUse() {
        rig.store.lease("mint", "node-1", Duration.ofMinutes(1));

        assertThatThrownBy(() -> rig.rebuild(() -> 0).run(REBUILD))
                .isInstanceOf(LaneInUseException.class)
                .hasMessageContaining("mint held by node-1");
        assertThat(pauses()).isEmpty();
    }

    @Test
    void anUnharmedDatabaseIsLeftAsItIs() {
        paid(3);
        leasesRunOut();
        List<String> before = attempts();

        Summary summary = rig.rebuild(() -> 0).run(new Options(false, 200, true));

        assertThat(summary.restored()).isZero();
        assertThat(summary.unfinished()).isEmpty();
        assertThat(attempts()).isEqualTo(before);
        assertThat(pauses()).isEmpty();
    }

    @Test
    void anErrorThatOneEndpointInventsIsNotRestored() {
        Holder alice = paidAgainAfterTheCopy();
        SolanaRpc liar = showing(landed -> like(landed, landed.wire(), "\"AccountInUse\""));

        assertThat(rebuild(liar, rig.rpc).unfinished())
                .hasValueSatisfying(why -> assertThat(why).contains("endpoints disagree"));

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
        assertThat(rebuild(rig.rpc, rig.chain.rpc()).settled()).isEqualTo(1);
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7));
    }

    @Test
    void anErrorThatOneEndpointHidesIsNotRestoredAsAPayment() {
        Holder holder = rejectedAfterTheCopy();
        SolanaRpc liar = showing(landed -> like(landed, landed.wire(), null));

        assertThat(rebuild(liar, rig.rpc).unfinished())
                .hasValueSatisfying(why -> assertThat(why).contains("endpoints disagree"));

        assertThat(rig.states("settlement_intent")).isEqualTo(Map.of("RECORDED", 1L));
        assertThat(rebuild(rig.rpc, rig.chain.rpc()).restored()).isEqualTo(1);
        rig.rpc.requestAirdrop(rig.authority.publicKey(), TestChain.ONE_SOL);
        rig.chain.finalizeAll();
        rig.settleAll();
        rig.assertPaidExactlyOnce(List.of(holder));
    }

    @Test
    void bytesThatDoNotCarryTheSignatureAreNotRestored() {
        paidAgainAfterTheCopy();
        SolanaRpc liar = showing(landed -> {
            byte[] wire = landed.wire();
            wire[wire.length - 1] ^= 1;
            return like(landed, wire, landed.error());
        });

        assertThatThrownBy(() -> rebuild(liar)).isInstanceOf(HistoryGapException.class);

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rig.states("settlement_attempt")).isEqualTo(Map.of("FINALIZED", 1L));
    }

    @Test
    void aHistoryThatIsCutOffAfterTheCopyIsNoGroundForARebuild() {
        Holder alice = paidAgainAfterTheCopy();
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("historySlots", 1));

        assertThatThrownBy(() -> rebuild(pruned)).isInstanceOf(HistoryGapException.class);
        assertThatThrownBy(() -> rebuild(rig.rpc, pruned))
                .as("the other one alone could hide something")
                .isInstanceOf(HistoryGapException.class);

        assertThat(pauses()).containsExactly("RECOVERY");
        assertThat(rebuild().settled()).isEqualTo(1);
        rig.settleAll();
        assertThat(rig.onChain(alice)).isEqualTo(TokenAmount.ofPeer(7 + 7));
    }

    @Test
    void aHistoryThatIsCutOffAfterTheCopyDoesNotContentTheGuard() {
        Holder alice = paid(1).get(0);
        pay(NEXT_DAY, alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.settleAll();
            rig.database.restore(copy);
        }
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("historySlots", 1));
        LostDatabaseGuard guard = rig.guard(pruned);

        assertThat(rig.isChecked(guard)).isFalse();

        assertThat(pauses()).as("nobody knows of it yet").isEmpty();
        assertThat(rig.isChecked(rig.guard(pruned, rig.rpc))).isTrue();
        assertThat(pauses()).containsExactly("RECOVERY");
    }

    @Test
    void oneHistoryThatReachesBackIsEnoughForTheGuard() {
        paid(1);
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("historySlots", 1));
        assertThat(rig.isChecked(rig.guard(pruned))).isFalse();

        assertThat(rig.isChecked(rig.guard(pruned, rig.rpc))).isTrue();

        assertThat(rig.isChecked(rig.guard(pruned)))
                .as("in this incarnation the database was compared, and it lost nothing since")
                .isTrue();
    }

    @Test
    void aGuardOverADatabaseWithoutAnAttemptNeedsTheHistorySinceTheMintWasMade() {
        rig.owedHolders(1);
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("historySlots", 1));

        assertThat(rig.isChecked(rig.guard(pruned))).isFalse();

        rig.chain.change("pruned", Json.createObjectBuilder().addNull("historySlots"));
        assertThat(rig.isChecked(rig.guard(pruned))).isTrue();
    }

    @Test
    void aDatabaseWithoutAnAttemptNeedsTheHistorySinceTheMintWasMade() {
        Holder alice = rig.owedHolders(1).get(0);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();
        List<SignatureInfo> ofTheMint =
                rig.rpc.getSignaturesForAddress(rig.mint, Optional.empty(), 1_000, ReadAt.FINALIZED);
        long made = ofTheMint.get(ofTheMint.size() - 1).slot();
        SolanaRpc pruned =
                rig.chain.endpoint("pruned", Json.createObjectBuilder().add("firstAvailableSlot", made + 1));

        assertThatThrownBy(() -> rebuild(pruned)).isInstanceOf(HistoryGapException.class);

        assertThat(pauses()).containsExactly("RECOVERY");
        rig.chain.change("pruned", Json.createObjectBuilder().add("firstAvailableSlot", made));
        assertThat(rebuild(pruned).settled()).isEqualTo(1);
        rig.settleAll();
        rig.assertPaidExactlyOnce(List.of(alice));
    }

    /** The database knows of one of two payouts, and that something is lost. */
    private Holder paidAgainAfterTheCopy() {
        Holder alice = paid(1).get(0);
        pay(NEXT_DAY, alice);
        try (TestDatabase copy = rig.database.coldCopy()) {
            rig.settleAll();
            rig.database.restore(copy);
        }
        rig.guard().isChecked();
        assertThat(pauses()).containsExactly("RECOVERY");
        return alice;
    }

    /** An endpoint that shows transactions otherwise than they are. */
    private SolanaRpc showing(UnaryOperator<LandedTransaction> otherwise) {
        return SettlementRig.answering(rig.rpc, Map.of("getTransaction", arguments -> rig.rpc
                .getTransaction((TransactionSignature) arguments[0], (Commitment) arguments[1])
                .map(otherwise)));
    }

    private static LandedTransaction like(LandedTransaction landed, byte[] wire, @Nullable String error) {
        return new LandedTransaction(
                landed.signature(),
                landed.slot(),
                wire,
                error,
                landed.feeLamports(),
                landed.feePayerSpentLamports(),
                landed.blockTimeSeconds(),
                landed.loadedAddresses(),
                landed.tokenChanges());
    }

    private void resumeRecovery(UUID operator) {
        rig.database.runInTransaction(em -> control(em).resume(operator, PauseScope.RECOVERY, "understood"));
    }

    private static SettlementControl control(EntityManager em) {
        return new SettlementControl(em, Holders.ledger(em), new AuditLog(em), new BusinessClock(em));
    }

    private LookupTable tableOf(List<PublicKey> accounts) {
        PublicKey authority = rig.authority.publicKey();
        long recentSlot = rig.rpc.getSlot(ReadAt.FINALIZED);
        PublicKey address =
                LookupTableInstructions.derive(authority, recentSlot).address();
        List<PublicKey> entries = new ArrayList<>(accounts);
        entries.add(0, rig.mint);
        land(LookupTableInstructions.create(authority, authority, recentSlot));
        land(LookupTableInstructions.extend(address, authority, authority, entries.subList(0, 20)));
        land(LookupTableInstructions.extend(address, authority, authority, entries.subList(20, entries.size())));
        rig.chain.finalizeAll();
        return LookupTable.of(address, entries);
    }

    private void land(Instruction instruction) {
        TestChain.sent(
                rig.rpc,
                TestChain.sign(
                        rig.rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(), List.of(rig.authority), instruction));
        rig.chain.advance(2);
    }

    private PublicKey walletOf(Holder holder) {
        return Objects.requireNonNull(rig.database
                .inTransaction(em -> new Wallets(em).findByUser(holder.userId()).orElseThrow())
                .address());
    }

    private Summary rebuild(SolanaRpc... endpoints) {
        leasesRunOut();
        RebuildFromChain rebuild = rig.rebuild(
                rig.recovery,
                () -> Objects.requireNonNull(
                        rig.database.inTransaction(em -> Services.of(em, new SettableClock(Holders.RECORDED_AT))
                                .rewardDays()
                                .adoptPayouts())),
                endpoints);
        return rebuild.run(REBUILD);
    }

    private void leasesRunOut() {
        rig.database.runInTransaction(em -> em.createNativeQuery(
                        "update settlement_lane set lease_until = clock_timestamp()" + " where lease_until is not null")
                .executeUpdate());
    }

    private RewardDay runDay(SettableClock clock) {
        act(clock, s -> s.rewardDays().close(Holders.DAY));
        act(clock, s -> s.rewardDays().aggregate(Holders.DAY, 0, 1));
        act(clock, s -> s.rewardDays().allocate(Holders.DAY));
        act(clock, s -> s.rewardDays().postChunk(Holders.DAY, null, 100));
        return act(clock, s -> s.rewardDays().complete(Holders.DAY));
    }

    private <T> T act(SettableClock clock, Function<Services, T> work) {
        return rig.database.inTransaction(em -> work.apply(Services.of(em, clock)));
    }

    private List<Holder> paid(int count) {
        List<Holder> holders = rig.owedHolders(count);
        rig.settleAll();
        return holders;
    }

    private void pay(LocalDate day, Holder... holders) {
        rig.database.runInTransaction(em -> Holders.pay(em, day, SettlementRig.PAY, holders));
    }

    private void transfer(Holder from, Holder to, TokenAmount amount) {
        rig.database.runInTransaction(
                em -> Holders.ledger(em).post(Holders.transfer(Ids.newId().toString(), from, to, amount)));
    }

    private TokenAmount balance(Holder holder) {
        return rig.database.inTransaction(
                em -> Holders.ledger(em).balance(holder.account()).available());
    }

    private long index(Holder holder) {
        return index(holder.userId());
    }

    private long index(UUID userId) {
        Wallet wallet = rig.database.inTransaction(
                em -> new Wallets(em).findByUser(userId).orElseThrow());
        return Objects.requireNonNull(wallet.derivationIndex());
    }

    private long supply() {
        return rig.rpc.getTokenSupply(rig.mint, ReadAt.FINALIZED).value().baseUnits();
    }

    private List<String> pauses() {
        return texts("select scope from settlement_pause order by scope");
    }

    private List<String> attempts() {
        return texts("select signature || state from settlement_attempt order by signature");
    }

    private List<String> texts(String query) {
        return rig.database.inTransaction(em -> Rows.list(em.createNativeQuery(query)).stream()
                .map(row -> row.text(0))
                .toList());
    }

    /** As operators see them. */
    private List<List<String>> findings() {
        return rig.database.inTransaction(em -> new RecoveryQueries(em)
                .findings(new PageRequest(100, null)).items().stream()
                        .map(Recorded::finding)
                        .map(found -> List.of(found.kind().name(), found.subject(), found.details()))
                        .toList());
    }

    private boolean storedBytesAreThoseOnChain() {
        return rig.database.inTransaction(em ->
                Rows.list(em.createNativeQuery("select signature, transaction_bytes from settlement_attempt")).stream()
                        .allMatch(row -> java.util.Arrays.equals(
                                row.bytes(1),
                                rig.rpc
                                        .getTransaction(
                                                new network.peer.token.TransactionSignature(row.text(0)),
                                                network.peer.chain.rpc.Commitment.FINALIZED)
                                        .orElseThrow()
                                        .wire())));
    }
}
