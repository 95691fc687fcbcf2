package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import network.peer.database.Rows;
import network.peer.operations.AuditLog;
import network.peer.settlement.internal.PostgresIncarnation;
import network.peer.settlement.internal.RecoveryPause;
import network.peer.settlement.internal.Restoration;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import network.peer.tokenomics.Tokenomics;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;

/** Recovery in PostgreSQL, with the application's own rights: no trigger and no constraint is passed by. */
@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
public class PostgresRecoveryStore implements RecoveryStore {
    private static final String AUDIT_ACTION = "rebuild-from-chain";

    private final EntityManager entities;
    private final RecoveryPause pause;
    private final Wallets wallets;
    private final AuditLog audit;
    private final Restoration restoration;

    @SuppressWarnings("NullAway")
    protected PostgresRecoveryStore() {
        this(null, null, null, null, null);
    }

    @Inject
    public PostgresRecoveryStore(
            EntityManager entities, Wallets wallets, Tokenomics tokenomics, AuditLog audit, BusinessClock clock) {
        this.entities = entities;
        this.pause = new RecoveryPause(entities);
        this.wallets = wallets;
        this.audit = audit;
        this.restoration = new Restoration(entities, tokenomics, clock);
    }

    /** For the administrator's command, which runs without a container: around one entity manager, in its transaction. */
    public static PostgresRecoveryStore withoutContainer(EntityManager entities) {
        BusinessClock clock = new BusinessClock(entities);
        return new PostgresRecoveryStore(
                entities, new Wallets(entities), new Tokenomics(entities, clock), new AuditLog(entities), clock);
    }

    @Override
    public String incarnation() {
        return Rows.single(entities.createNativeQuery("select " + PostgresIncarnation.SQL))
                .text(0);
    }

    @Override
    public boolean isTrusted(String incarnation) {
        return Rows.single(entities.createNativeQuery("select exists (select 1 from settlement_trusted_incarnation"
                                + " where incarnation = ?1)")
                        .setParameter(1, incarnation))
                .booleanAt(0);
    }

    @Override
    public void trust(String incarnation) {
        entities.createNativeQuery("insert into settlement_trusted_incarnation (incarnation) values (?1)"
                        + " on conflict (only_row) do update"
                        + " set incarnation = excluded.incarnation, trusted_at = clock_timestamp()")
                .setParameter(1, incarnation)
                .executeUpdate();
    }

    @Override
    public Set<TransactionSignature> known(Collection<TransactionSignature> signatures) {
        return Rows.list(entities.createNativeQuery(
                                "select signature from settlement_attempt where signature = any (cast(?1 as text[]))")
                        .setParameter(1, Rows.array(signatures)))
                .stream()
                .map(row -> new TransactionSignature(row.text(0)))
                .collect(Collectors.toSet());
    }

    @Override
    public void require(String reason) {
        pause.begin(reason);
    }

    @Override
    public List<String> begin(String reason) {
        List<String> held = Rows.list(entities.createNativeQuery("select name || ' held by ' || owner,"
                        + " lease_until > clock_timestamp() from settlement_lane order by name for update"))
                .stream()
                .filter(row -> !row.isNull(1) && row.booleanAt(1))
                .map(row -> row.text(0))
                .toList();
        if (held.isEmpty()) {
            pause.begin(reason);
            entities.createNativeQuery("update settlement_lane set owner = null, lease_until = null, fence = fence + 1")
                    .executeUpdate();
        }
        return held;
    }

    @Override
    public void placed() {
        pause.placed();
    }

    @Override
    public void finish(String summary) {
        pause.endWhole();
        audit.record(null, AUDIT_ACTION, PauseScope.RECOVERY.code(), summary);
    }

    @Override
    public Restored restore(LandedAttempt attempt, Booking booking, boolean dryRun) {
        Restored restored = restoration.restore(attempt, booking);
        if (dryRun) {
            throw new DryRunException(restored);
        }
        record(restored.findings());
        return restored;
    }

    @Override
    public void record(List<Finding> findings) {
        for (Finding finding : findings) {
            entities.createNativeQuery("insert into recovery_finding (id, kind, subject, details)"
                            + " values (?1, ?2, ?3, ?4) on conflict (kind, subject) do nothing")
                    .setParameter(1, Ids.newId())
                    .setParameter(2, finding.kind().name())
                    .setParameter(3, finding.subject())
                    .setParameter(4, finding.details())
                    .executeUpdate();
        }
    }

    @Override
    public List<Finding> undecided() {
        return Rows.list(entities.createNativeQuery("select f.kind, f.subject, f.details from recovery_finding f"
                                + " join settlement_pause p on p.scope = ?1 and f.found_at >= p.paused_at"
                                + " order by f.found_at")
                        .setParameter(1, PauseScope.RECOVERY.code()))
                .stream()
                .map(row -> new Finding(Finding.Kind.valueOf(row.text(0)), row.text(1), row.text(2)))
                .filter(finding -> finding.kind().keepsPaused())
                .toList();
    }

    @Override
    public int giveOutDerivationIndexes(int limit) {
        return isTrusted(incarnation()) ? wallets.giveOutDerivationIndexes(limit) : 0;
    }

    @Override
    public List<Wallet> walletsWithoutAddress(int limit) {
        return wallets.withoutAddress(limit);
    }

    @Override
    public void recordAddress(UUID walletId, PublicKey address) {
        wallets.recordAddress(walletId, address);
    }

    @Override
    public long nextDerivationIndex() {
        return wallets.nextDerivationIndex();
    }

    @Override
    public List<Long> orphanedDerivationIndexes(long after, int limit) {
        return wallets.orphanedDerivationIndexes(after, limit);
    }

    @Override
    public void skipDerivationIndexes(long through) {
        wallets.skipDerivationIndexes(through);
    }
}
