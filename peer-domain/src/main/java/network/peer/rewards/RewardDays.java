package network.peer.rewards;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.configuration.Setting;
import network.peer.ledger.Ledger;
import network.peer.ledger.PostCommand;
import network.peer.ledger.Posted;
import network.peer.ledger.Posting;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.rewards.internal.GemEventStore;
import network.peer.rewards.internal.ProposalStore;
import network.peer.rewards.internal.RewardDayStore;
import network.peer.rewards.internal.RewardDayStore.Claim;
import network.peer.rewards.internal.RewardDayStore.Unpaid;
import network.peer.time.BusinessClock;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import org.jspecify.annotations.Nullable;

/**
 * The steps by which a day's gems become tokens. Each is one transaction and can be repeated: a step that is done already
 * changes nothing.
 */
@ApplicationScoped
public class RewardDays {
    /** The partition of a user is the last byte of the id, modulo the number of partitions. */
    public static final int MAX_PARTITIONS = 256;

    private static final System.Logger LOGGER = System.getLogger(RewardDays.class.getName());

    private final RewardDayStore store;
    private final GemEventStore events;
    private final Ledger ledger;
    private final RewardPool pool;
    private final ProposalStore proposals;
    private final BusinessClock clock;

    @SuppressWarnings("NullAway")
    protected RewardDays() {
        this(null, null, null, null);
    }

    @Inject
    public RewardDays(EntityManager entities, Ledger ledger, Tokenomics tokenomics, BusinessClock clock) {
        this.store = new RewardDayStore(entities);
        this.events = new GemEventStore(entities);
        this.ledger = ledger;
        this.pool = new RewardPool(store, ledger, tokenomics);
        this.proposals = new ProposalStore(entities);
        this.clock = clock;
    }

    /** The days that can be closed and are not completed, oldest first; nothing before the first gem of the installation. */
    @Transactional
    public List<LocalDate> unfinished(int limit) {
        Instant lastClosed = clock.instant().minus(Setting.DAY_GRACE_SECONDS.seconds());
        return store.unfinished(LocalDate.ofInstant(lastClosed, ZoneOffset.UTC).minusDays(1), limit);
    }

    /** @throws BusinessException DAY_NOT_OVER; NOT_FOUND for a day before the first tokenomics */
    @Transactional
    public void requireCloseable(LocalDate day) {
        RewardQueries.requirePlausible(day);
        if (!day.isBefore(clock.today())) {
            throw new BusinessException(ErrorCode.DAY_NOT_OVER, day + " is not over");
        }
        Instant closeableFrom = startOf(day.plusDays(1)).plus(Setting.DAY_GRACE_SECONDS.seconds());
        if (clock.instant().isBefore(closeableFrom)) {
            throw new BusinessException(ErrorCode.DAY_NOT_OVER, day + " can be closed from " + closeableFrom + " on");
        }
        pool.version(day);
    }

    /**
     * Lets no gem event in any more, after those that are being recorded, and freezes who is active and verified.
     *
     * @throws BusinessException DAY_NOT_OVER; NOT_FOUND for a day before the first tokenomics
     */
    @Transactional
    public RewardDay close(LocalDate day) {
        requireCloseable(day);
        events.insertDay(day);
        RewardDay open = exclusively(day);
        if (open.state() != RewardDayState.OPEN) {
            return open;
        }
        store.close(day, pool.version(day).version(), clock.instant());
        int users = store.freezeShares(day);
        LOGGER.log(System.Logger.Level.INFO, "reward day closed day={0} users={1}", day, users);
        return byDay(day);
    }

    /**
     * Sums the gems of one part of a closed day's users.
     *
     * @return how many users the part has; 0 if the day has been allocated already
     * @throws BusinessException CONFLICT if the day is open
     */
    @Transactional
    public int aggregate(LocalDate day, int partition, int partitions) {
        if (partitions < 1 || partitions > MAX_PARTITIONS || partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("no partition " + partition + " of " + partitions);
        }
        RewardDay closed = store.findShared(day).orElseThrow(() -> unknown(day));
        requireClosed(closed);
        return closed.state() == RewardDayState.CLOSED ? store.aggregate(day, partition, partitions) : 0;
    }

    /** Whether a closed day waits for an operator's approval. */
    @Transactional
    public boolean awaitsApproval(LocalDate day) {
        return isUnapproved(byDay(day));
    }

    private boolean isUnapproved(RewardDay day) {
        return day.state() == RewardDayState.CLOSED
                && RewardProposals.needApproval()
                && !proposals.isApproved(day.day());
    }

    /**
     * Divides the pool among those who are kept. The database refuses the step unless every gem is aggregated and the
     * shares sum to the pool.
     *
     * @throws BusinessException CONFLICT if the day is open; APPROVAL_MISSING if an operator has to approve it first
     */
    @Transactional
    public RewardDay allocate(LocalDate day) {
        store.lockAllocation();
        RewardDay closed = exclusively(day);
        requireClosed(closed);
        if (closed.state() != RewardDayState.CLOSED) {
            return closed;
        }
        if (isUnapproved(closed)) {
            throw new BusinessException(ErrorCode.APPROVAL_MISSING, day + " is not approved");
        }
        List<Claim> claims = store.claims(day);
        TokenAmount mintable = pool.of(day);
        long gems = claims.stream().mapToLong(Claim::gemsHundredths).reduce(0, Math::addExact);
        RewardOutcome outcome = outcome(claims, mintable);
        if (!claims.isEmpty()) {
            long[] weights = claims.stream().mapToLong(Claim::gemsHundredths).toArray();
            store.writeAmounts(day, claims, Allocation.allocate(mintable.baseUnits(), weights));
        }
        TokenAmount minted = outcome == RewardOutcome.MINTED ? mintable : TokenAmount.ZERO;
        store.markAllocated(day, outcome, mintable, minted, gems, clock.instant());
        adopt(day);
        LOGGER.log(
                System.Logger.Level.INFO,
                "reward day allocated day={0} outcome={1} users={2} gemsHundredths={3,number,#} minted={4}",
                day,
                outcome,
                claims.size(),
                gems,
                minted.display());
        return byDay(day);
    }

    /**
     * Marks shares as paid whose payout is in the ledger already, because it was rebuilt from the chain. So a day that
     * is run again pays nobody twice.
     *
     * @return how many shares
     */
    @Transactional
    public int adoptPayouts() {
        int adopted = 0;
        for (LocalDate day : store.allocatedDaysExclusively()) {
            adopted += adopt(day);
        }
        return adopted;
    }

    private int adopt(LocalDate day) {
        int adopted = store.markPaidBefore(day);
        if (adopted > 0) {
            LOGGER.log(System.Logger.Level.INFO, "reward day adopted payouts day={0} users={1}", day, adopted);
        }
        return adopted;
    }

    /** Whose shares of an allocated day are not in the ledger yet, in the order of their ids. */
    @Transactional
    public List<UUID> unpaidUsers(LocalDate day, @Nullable UUID afterUserId, int limit) {
        return store.unpaid(day, afterUserId, limit).stream()
                .map(Unpaid::userId)
                .toList();
    }

    /**
     * Posts the next unpaid shares after a user, in the order of user ids, as one ledger transaction. Repeating a chunk
     * after its commit posts what is left, never the same share again.
     *
     * @param afterUserId the checkpoint; null to begin with the first unpaid share
     * @throws BusinessException CONFLICT if the day is not allocated
     */
    @Transactional
    public PostedChunk postChunk(LocalDate day, @Nullable UUID afterUserId, int limit) {
        RewardDay allocated = exclusively(day);
        if (allocated.state() == RewardDayState.COMPLETED) {
            return PostedChunk.NOTHING;
        }
        if (allocated.state() != RewardDayState.ALLOCATED) {
            throw new BusinessException(ErrorCode.CONFLICT, day + " is not allocated");
        }
        List<Unpaid> unpaid = store.unpaid(day, afterUserId, limit);
        if (unpaid.isEmpty()) {
            return PostedChunk.NOTHING;
        }
        Posted posted = ledger.post(mint(allocated, unpaid));
        int marked = store.markPaid(day, unpaid, posted.ledgerTransactionId());
        if (posted.replayed() || marked != unpaid.size()) {
            throw new IllegalStateException(
                    "chunk of " + day + " from user " + unpaid.get(0).userId()
                            + ": " + unpaid.size() + " shares were unpaid, " + marked + " marked, replayed="
                            + posted.replayed());
        }
        TokenAmount amount = unpaid.stream().map(Unpaid::amount).reduce(TokenAmount.ZERO, TokenAmount::plus);
        return new PostedChunk(
                unpaid.size(), amount, unpaid.get(unpaid.size() - 1).userId());
    }

    /**
     * Ends the day once every share is in the ledger.
     *
     * @throws BusinessException CONFLICT if a share is not, or the day is not allocated
     */
    @Transactional
    public RewardDay complete(LocalDate day) {
        RewardDay allocated = exclusively(day);
        if (allocated.state() == RewardDayState.COMPLETED) {
            return allocated;
        }
        if (allocated.state() != RewardDayState.ALLOCATED || store.hasUnpaid(day)) {
            throw new BusinessException(ErrorCode.CONFLICT, day + " has shares that are not posted");
        }
        store.complete(day, clock.instant());
        LOGGER.log(System.Logger.Level.INFO, "reward day completed day={0} outcome={1}", day, allocated.outcome());
        return byDay(day);
    }

    private PostCommand mint(RewardDay day, List<Unpaid> unpaid) {
        List<Posting> postings = new ArrayList<>(unpaid.size());
        List<String> input = new ArrayList<>(2 * unpaid.size() + 2);
        input.add("mint");
        input.add(day.day().toString());
        for (Unpaid share : unpaid) {
            postings.add(new Posting(
                    SystemAccount.REWARD_POOL.id(),
                    ledger.userAccount(share.userId()),
                    PostingRole.PRINCIPAL,
                    share.amount()));
            input.add(share.userId().toString());
            input.add(Long.toString(share.amount().baseUnits()));
        }
        // A user has one share of a day, so the first user of a chunk names the chunk.
        String key = "reward-day/" + day.day() + "/from/" + unpaid.get(0).userId();
        return new PostCommand(
                TransactionKind.MINT,
                key,
                Ids.hash(input.toArray(String[]::new)),
                clock.instant(),
                Objects.requireNonNull(day.tokenomicsVersion()),
                day.day(),
                postings);
    }

    private static RewardOutcome outcome(List<Claim> claims, TokenAmount pool) {
        if (claims.isEmpty()) {
            return RewardOutcome.NO_GEMS;
        }
        return pool.isZero() ? RewardOutcome.CAP_REACHED : RewardOutcome.MINTED;
    }

    private RewardDay byDay(LocalDate day) {
        return store.find(day).orElseThrow(() -> unknown(day));
    }

    private RewardDay exclusively(LocalDate day) {
        return store.findExclusively(day).orElseThrow(() -> unknown(day));
    }

    private static void requireClosed(RewardDay day) {
        if (day.state() == RewardDayState.OPEN) {
            throw new BusinessException(ErrorCode.CONFLICT, day.day() + " is not closed");
        }
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static BusinessException unknown(LocalDate day) {
        return new BusinessException(ErrorCode.NOT_FOUND, "no reward day " + day);
    }
}
