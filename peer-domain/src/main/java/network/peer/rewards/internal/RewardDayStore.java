package network.peer.rewards.internal;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.rewards.LeftOutReason;
import network.peer.rewards.RewardDay;
import network.peer.rewards.RewardDayState;
import network.peer.rewards.RewardOutcome;
import network.peer.rewards.RewardShare;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** The statements over reward days and shares. */
public final class RewardDayStore {
    private static final String DAY = "select day, state, tokenomics_version, outcome, pool_base_units,"
            + " minted_base_units, gems_hundredths, paid_users, left_out_users, closed_at, allocated_at, completed_at"
            + " from reward_day ";
    private static final String SHARE = "select s.day, s.user_id, u.user_name, s.left_out_reason, s.gems_hundredths,"
            + " s.amount_base_units, s.ledger_transaction_id from reward_share s join app_user u on u.id = s.user_id ";
    private static final String KEPT = " u.status = 'ACTIVE' and u.verified_at is not null and not exists (select 1"
            + " from reward_exclusion x where x.day = cast(?1 as date) and x.user_id = u.id)";
    private static final int ROWS_PER_STATEMENT = 10_000;

    private final EntityManager entities;

    public RewardDayStore(EntityManager entities) {
        this.entities = entities;
    }

    /** One user's claim on the pool. */
    public record Claim(UUID userId, long gemsHundredths) {}

    /** One user's part of the pool that is not in the ledger yet. */
    public record Unpaid(UUID userId, TokenAmount amount) {}

    public Optional<RewardDay> find(LocalDate day) {
        return days(entities.createNativeQuery(DAY + "where day = cast(?1 as date)")
                        .setParameter(1, day.toString()))
                .stream()
                .findFirst();
    }

    /** Keeps out gem events, aggregation and every other step of the day until this transaction ends. */
    public Optional<RewardDay> findExclusively(LocalDate day) {
        return days(entities.createNativeQuery(DAY + "where day = cast(?1 as date) for no key update")
                        .setParameter(1, day.toString()))
                .stream()
                .findFirst();
    }

    /** Keeps the day in its state until this transaction ends. */
    public Optional<RewardDay> findShared(LocalDate day) {
        return days(entities.createNativeQuery(DAY + "where day = cast(?1 as date) for share")
                        .setParameter(1, day.toString()))
                .stream()
                .findFirst();
    }

    public List<RewardDay> newestFirst(@Nullable LocalDate before, int limit) {
        return days(entities.createNativeQuery(DAY + "where cast(?1 as date) is null or day < cast(?1 as date)"
                        + " order by day desc limit " + limit)
                .setParameter(1, Rows.text(before)));
    }

    /**
     * The days up to one that are not completed, oldest first: from the first one on record that is not, or the one after
     * the last that is. A day that nobody gave gems on is among them, with no record yet.
     */
    public List<LocalDate> unfinished(LocalDate last, int limit) {
        return Rows.list(entities.createNativeQuery("select cast(g.day as date) from generate_series("
                                + " cast((select least(min(day) filter (where state <> 'COMPLETED'),"
                                + "  cast(max(day) filter (where state = 'COMPLETED') + 1 as date)) from reward_day)"
                                + "  as timestamp), cast(?1 as timestamp), interval '1 day') as g (day)"
                                + " where not exists (select 1 from reward_day d where d.day = cast(g.day as date)"
                                + "  and d.state = 'COMPLETED') order by 1 limit " + limit)
                        .setParameter(1, last.toString()))
                .stream()
                .map(row -> row.date(0))
                .toList();
    }

    public void close(LocalDate day, int tokenomicsVersion, Instant closedAt) {
        entities.createNativeQuery("update reward_day set state = 'CLOSED', tokenomics_version = ?2, closed_at = ?3"
                        + " where day = cast(?1 as date)")
                .setParameter(1, day.toString())
                .setParameter(2, tokenomicsVersion)
                .setParameter(3, Timestamp.from(closedAt))
                .executeUpdate();
    }

    /** Freezes who of those with gems is active and verified. */
    public int freezeShares(LocalDate day) {
        return entities.createNativeQuery("insert into reward_share (day, user_id, left_out_reason)"
                        + " select cast(?1 as date), u.id, case when u.status <> 'ACTIVE' then 'NOT_ACTIVE'"
                        + " when u.verified_at is null then 'NOT_VERIFIED'"
                        + " when exists (select 1 from reward_exclusion x where x.day = cast(?1 as date)"
                        + "  and x.user_id = u.id) then 'EXCLUDED' end from app_user u"
                        + " where exists (select 1 from gem_event e"
                        + " where e.reward_day = cast(?1 as date) and e.owner_id = u.id)")
                .setParameter(1, day.toString())
                .executeUpdate();
    }

    /**
     * How a user stands in a day that is not closed.
     *
     * @param kept whether the user would be kept if the gems are positive
     */
    public record Standing(long gemsHundredths, boolean kept) {}

    /** By the rules of the close, as things are now. */
    public Standing standing(LocalDate day, UUID userId) {
        Rows.Row row = Rows.single(entities.createNativeQuery("select coalesce((select sum(e.gems_hundredths)"
                        + " from gem_event e where e.reward_day = cast(?1 as date) and e.owner_id = u.id), 0),"
                        + KEPT + " from app_user u where u.id = ?2")
                .setParameter(1, day.toString())
                .setParameter(2, userId));
        return new Standing(row.longAt(0), row.booleanAt(1));
    }

    /** The gems of all who would be kept, by the rules of the close; looks at every gem of the day. */
    public long keptGemsHundredths(LocalDate day) {
        return Rows.single(entities.createNativeQuery("select coalesce(sum(earned.gems), 0) from (select e.owner_id,"
                                + " sum(e.gems_hundredths) as gems from gem_event e"
                                + " where e.reward_day = cast(?1 as date) group by e.owner_id) earned"
                                + " join app_user u on u.id = earned.owner_id where earned.gems > 0 and" + KEPT)
                        .setParameter(1, day.toString()))
                .longAt(0);
    }

    /** Sums the gems of one partition of the users, by the last byte of their id, which is random. */
    public int aggregate(LocalDate day, int partition, int partitions) {
        return entities.createNativeQuery("update reward_share s set gems_hundredths = e.gems, left_out_reason ="
                        + " case when s.left_out_reason in ('NOT_ACTIVE', 'NOT_VERIFIED', 'EXCLUDED')"
                        + "  then s.left_out_reason"
                        + " when e.gems <= 0 then 'NO_POSITIVE_GEMS' end"
                        + " from (select owner_id, cast(sum(gems_hundredths) as bigint) as gems from gem_event"
                        + " where reward_day = cast(?1 as date)"
                        + " and mod(get_byte(uuid_send(owner_id), 15), ?3) = ?2 group by owner_id) e"
                        + " where s.day = cast(?1 as date) and s.user_id = e.owner_id")
                .setParameter(1, day.toString())
                .setParameter(2, partition)
                .setParameter(3, partitions)
                .executeUpdate();
    }

    /** Makes allocations follow each other, and keeps allocated shares from being posted meanwhile. */
    public void lockAllocation() {
        entities.createNativeQuery("select cast(pg_advisory_xact_lock(hashtext('reward-allocation')) as text)")
                .getResultList();
        entities.createNativeQuery("select 1 from reward_day where state = 'ALLOCATED' order by day for share")
                .getResultList();
    }

    /** What other days have allocated but not posted, in base units. */
    public long unpaidBaseUnits() {
        return Rows.single(entities.createNativeQuery("select coalesce(sum(amount_base_units), 0) from reward_share"
                        + " where amount_base_units > 0 and ledger_transaction_id is null"))
                .longAt(0);
    }

    /** Those who are kept, in the order of their ids as PostgreSQL sorts them, which is {@code Ids.ORDER}. */
    public List<Claim> claims(LocalDate day) {
        return Rows.list(entities.createNativeQuery("select user_id, gems_hundredths from reward_share"
                                + " where day = cast(?1 as date) and left_out_reason is null order by user_id")
                        .setParameter(1, day.toString()))
                .stream()
                .map(row -> claim(day, row))
                .toList();
    }

    private static Claim claim(LocalDate day, Rows.Row row) {
        if (row.isNull(1)) {
            throw new IllegalStateException("the gems of user " + row.uuid(0) + " on " + day + " are not aggregated");
        }
        return new Claim(row.uuid(0), row.longAt(1));
    }

    public void writeAmounts(LocalDate day, List<Claim> claims, long[] amounts) {
        for (int from = 0; from < amounts.length; from += ROWS_PER_STATEMENT) {
            int to = Math.min(amounts.length, from + ROWS_PER_STATEMENT);
            entities.createNativeQuery("update reward_share s set amount_base_units = a.amount"
                            + " from unnest(cast(?2 as uuid[]),"
                            + " cast(?3 as bigint[])) as a (user_id, amount)"
                            + " where s.day = cast(?1 as date) and s.user_id = a.user_id")
                    .setParameter(1, day.toString())
                    .setParameter(
                            2,
                            Rows.array(claims.subList(from, to).stream()
                                    .map(claim -> claim.userId())
                                    .toList()))
                    .setParameter(
                            3,
                            Rows.array(Arrays.stream(amounts, from, to).boxed().toList()))
                    .executeUpdate();
        }
    }

    public void markAllocated(
            LocalDate day, RewardOutcome outcome, TokenAmount pool, TokenAmount minted, long gems, Instant now) {
        entities.createNativeQuery("update reward_day set state = 'ALLOCATED', outcome = ?2, pool_base_units = ?3,"
                        + " minted_base_units = ?4, gems_hundredths = ?5, allocated_at = ?6,"
                        + " paid_users = (select count(*) from reward_share s where s.day = reward_day.day"
                        + " and s.amount_base_units > 0), left_out_users = (select count(*) from reward_share s"
                        + " where s.day = reward_day.day and s.left_out_reason is not null)"
                        + " where day = cast(?1 as date)")
                .setParameter(1, day.toString())
                .setParameter(2, outcome.name())
                .setParameter(3, pool.baseUnits())
                .setParameter(4, minted.baseUnits())
                .setParameter(5, gems)
                .setParameter(6, Timestamp.from(now))
                .executeUpdate();
    }

    public List<Unpaid> unpaid(LocalDate day, @Nullable UUID after, int limit) {
        return Rows.list(entities.createNativeQuery("select user_id, amount_base_units from reward_share"
                                + " where day = cast(?1 as date) and amount_base_units > 0"
                                + " and ledger_transaction_id is null"
                                + " and (cast(?2 as uuid) is null or user_id > cast(?2 as uuid))"
                                + " order by user_id limit " + limit)
                        .setParameter(1, day.toString())
                        .setParameter(2, Rows.text(after)))
                .stream()
                .map(row -> new Unpaid(row.uuid(0), new TokenAmount(row.longAt(1))))
                .toList();
    }

    public int markPaid(LocalDate day, List<Unpaid> paid, UUID ledgerTransactionId) {
        return entities.createNativeQuery("update reward_share set ledger_transaction_id = ?2"
                        + " where day = cast(?1 as date) and ledger_transaction_id is null"
                        + " and user_id = any (cast(?3 as uuid[]))")
                .setParameter(1, day.toString())
                .setParameter(2, ledgerTransactionId)
                .setParameter(
                        3, Rows.array(paid.stream().map(share -> share.userId()).toList()))
                .executeUpdate();
    }

    /** The days between allocation and completion, each kept from other steps until this transaction ends. */
    public List<LocalDate> allocatedDaysExclusively() {
        return days(entities.createNativeQuery(DAY + "where state = 'ALLOCATED' order by day for no key update"))
                .stream()
                .map(RewardDay::day)
                .toList();
    }

    /** A payout that was voided is not one: its posting is reversed. */
    public int markPaidBefore(LocalDate day) {
        return entities.createNativeQuery("update reward_share s set ledger_transaction_id = t.id"
                        + " from ledger_transaction t join ledger_posting p on p.ledger_transaction_id = t.id"
                        + " join ledger_account a on a.id = p.credit_account_id"
                        + " where s.day = cast(?1 as date) and s.amount_base_units > 0"
                        + " and s.ledger_transaction_id is null"
                        + " and t.kind = 'MINT' and t.reward_day = cast(?1 as date) and a.user_id = s.user_id"
                        + " and not exists (select 1 from ledger_posting r where r.reverses_id = p.id)")
                .setParameter(1, day.toString())
                .executeUpdate();
    }

    public boolean hasUnpaid(LocalDate day) {
        return !unpaid(day, null, 1).isEmpty();
    }

    public void complete(LocalDate day, Instant completedAt) {
        entities.createNativeQuery("update reward_day set state = 'COMPLETED', completed_at = ?2"
                        + " where day = cast(?1 as date)")
                .setParameter(1, day.toString())
                .setParameter(2, Timestamp.from(completedAt))
                .executeUpdate();
    }

    public List<RewardShare> shares(LocalDate day, @Nullable UUID after, int limit) {
        return shares(entities.createNativeQuery(SHARE + "where s.day = cast(?1 as date)"
                        + " and (cast(?2 as uuid) is null or s.user_id > cast(?2 as uuid))"
                        + " order by s.user_id limit " + limit)
                .setParameter(1, day.toString())
                .setParameter(2, Rows.text(after)));
    }

    public Optional<RewardShare> share(LocalDate day, UUID userId) {
        return shares(entities.createNativeQuery(SHARE + "where s.day = cast(?1 as date) and s.user_id = ?2")
                        .setParameter(1, day.toString())
                        .setParameter(2, userId))
                .stream()
                .findFirst();
    }

    /** Of these users on these days, in the order of days and users. */
    public List<RewardShare> shares(Collection<LocalDate> days, Collection<UUID> userIds) {
        return shares(entities.createNativeQuery(SHARE + "where s.day = any (cast(?1 as date[]))"
                        + " and s.user_id = any (cast(?2 as uuid[])) order by s.day, s.user_id")
                .setParameter(1, Rows.array(days))
                .setParameter(2, Rows.array(userIds)));
    }

    /** The first so many shares of each day, in the order of days and users. */
    public List<RewardShare> firstShares(Collection<LocalDate> days, @Nullable UUID after, int limit) {
        return shares(entities.createNativeQuery("select s.day, s.user_id, u.user_name, s.left_out_reason,"
                        + " s.gems_hundredths, s.amount_base_units, s.ledger_transaction_id"
                        + " from unnest(cast(?1 as date[])) as wanted (day) cross join lateral ("
                        + "  select * from reward_share r where r.day = wanted.day"
                        + "  and (cast(?2 as uuid) is null or r.user_id > cast(?2 as uuid))"
                        + "  order by r.user_id limit " + limit + ") s"
                        + " join app_user u on u.id = s.user_id order by s.day, s.user_id")
                .setParameter(1, Rows.array(days))
                .setParameter(2, Rows.text(after)));
    }

    /** The newest days that are closed. */
    public List<LocalDate> newestClosed(int limit) {
        return Rows.list(entities.createNativeQuery(
                        "select day from reward_day where state <> 'OPEN' order by day desc limit " + limit))
                .stream()
                .map(row -> row.date(0))
                .toList();
    }

    private static List<RewardShare> shares(Query query) {
        return Rows.list(query).stream()
                .map(row -> new RewardShare(
                        row.date(0),
                        row.uuid(1),
                        row.isNull(2) ? "" : row.text(2),
                        row.isNull(3) ? null : LeftOutReason.valueOf(row.text(3)),
                        row.longOrNull(4),
                        amount(row, 5),
                        row.uuidOrNull(6)))
                .toList();
    }

    private static List<RewardDay> days(Query query) {
        return Rows.list(query).stream()
                .map(row -> new RewardDay(
                        row.date(0),
                        RewardDayState.valueOf(row.text(1)),
                        row.isNull(2) ? null : row.intAt(2),
                        row.isNull(3) ? null : RewardOutcome.valueOf(row.text(3)),
                        amount(row, 4),
                        amount(row, 5),
                        row.longOrNull(6),
                        row.isNull(7) ? null : row.intAt(7),
                        row.isNull(8) ? null : row.intAt(8),
                        row.instantOrNull(9),
                        row.instantOrNull(10),
                        row.instantOrNull(11)))
                .toList();
    }

    private static @Nullable TokenAmount amount(Rows.Row row, int column) {
        return row.isNull(column) ? null : new TokenAmount(row.longAt(column));
    }
}
