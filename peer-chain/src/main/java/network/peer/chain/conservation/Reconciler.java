package network.peer.chain.conservation;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import network.peer.chain.conservation.ForeignMovements.Found;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.settlement.Conservation.Expected;
import network.peer.settlement.PauseScope;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.ReconciliationStore.Difference;
import network.peer.settlement.ReconciliationStore.Run;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;

/**
 * Compares every wallet and the supply with the books, a page at a time, and finds out what moved where they differ.
 * However many wallets there are, it holds one page of them; a run that was interrupted goes on after its last page.
 */
public final class Reconciler {
    private static final Logger LOGGER = System.getLogger(Reconciler.class.getName());
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int PROGRESS_EVERY = 10_000;

    private final ReconciliationStore store;
    private final SettlementStore settlement;
    private final SolanaRpc rpc;
    private final List<SolanaRpc> witnesses;
    private final PublicKey mint;
    private final ForeignMovements movements;

    /** @param all of the endpoints: those beside {@code rpc} are asked too before a difference is believed */
    public Reconciler(
            ReconciliationStore store, SettlementStore settlement, SolanaRpc rpc, List<SolanaRpc> all, PublicKey mint) {
        this.store = store;
        this.settlement = settlement;
        this.rpc = rpc;
        this.witnesses = LandedUnrecorded.beginningWith(rpc, all);
        this.mint = mint;
        this.movements = new ForeignMovements(rpc, store);
    }

    /**
     * Begins a run, or goes on with the one that has not ended.
     *
     * @param progress takes lines for people
     * @throws network.peer.chain.rpc.RpcException if the chain cannot be read; the next run goes on from there
     * @throws UncertainLandingException likewise, if it cannot be told what landed, or the endpoints disagree
     */
    public Run run(Consumer<String> progress) {
        return run(store.begin().id(), progress);
    }

    /** As {@link #run(Consumer)}, with a run that was begun. */
    public Run run(UUID runId, Consumer<String> progress) {
        Optional<Run> run = compareNext(runId);
        while (run.isPresent()) {
            if (run.get().wallets() % PROGRESS_EVERY < SolanaRpc.MAX_ACCOUNTS_PER_CALL) {
                progress.accept("wallets compared: " + run.get().wallets());
            }
            run = compareNext(runId);
        }
        return end(runId);
    }

    /** Compares the next page of wallets. @return the run after it; empty if no wallet is left */
    public Optional<Run> compareNext(UUID runId) {
        Run run = store.byId(runId);
        List<Wallet> page = run.hasEnded()
                ? List.of()
                : store.wallets(run.lastWalletId().orElse(BEFORE_ALL), SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        if (page.isEmpty()) {
            return Optional.empty();
        }
        List<Difference> differences = explained(page);
        differences.forEach(difference -> alarm(runId, difference));
        return Optional.of(store.advance(runId, page.get(page.size() - 1).id(), page.size(), differences));
    }

    /** Compares the supply and ends the run; a run that has ended stays as it is. */
    public Run end(UUID runId) {
        Run run = store.byId(runId);
        if (run.hasEnded()) {
            return run;
        }
        Optional<Difference> supply = supply();
        supply.ifPresent(difference -> alarm(runId, difference));
        return store.end(runId, supply);
    }

    /**
     * Twice, the second time with all endpoints: what is moving while it is compared is compared anew. What differs still
     * another endpoint must see as well.
     */
    private List<Difference> explained(List<Wallet> page) {
        List<Differing> differing = compare(page, List.of(rpc), ReadAt.FINALIZED);
        if (!differing.isEmpty()) {
            differing = compare(wallets(differing), witnesses, ReadAt.FINALIZED);
        }
        if (!differing.isEmpty()) {
            requireSeenElsewhere(differing);
        }
        List<Difference> differences = new ArrayList<>();
        for (Differing one : differing) {
            Expected expected = one.expected();
            Found found = movements.explain(
                    tokenAccount(expected.address()), one.onChain().subtract(expected.baseUnits()));
            differences.add(new Difference(
                    expected.name(),
                    expected.address(),
                    one.slot(),
                    one.onChain(),
                    expected.baseUnits(),
                    found.explains(),
                    found.text()));
        }
        return differences;
    }

    /** A wallet that is not as the books have it. */
    private record Differing(Wallet wallet, long slot, BigInteger onChain, Expected expected) {}

    private static List<Wallet> wallets(List<Differing> differing) {
        return differing.stream().map(Differing::wallet).toList();
    }

    private void requireSeenElsewhere(List<Differing> differing) {
        List<Wallet> wallets = wallets(differing);
        ReadAt noEarlier = ReadAt.FINALIZED.notBefore(differing.get(0).slot());
        SecondOpinion.of(
                        witnesses,
                        other -> compare(wallets, LandedUnrecorded.beginningWith(other, witnesses), noEarlier))
                .filter(seen -> seen.size() < wallets.size())
                .ifPresent(contrary -> {
                    throw disagreement(differing.get(0).slot());
                });
    }

    private static UncertainLandingException disagreement(long slot) {
        return new UncertainLandingException(
                "one endpoint shows a difference at slot " + slot + " that another does not see");
    }

    /** @param asked the first of them for balances */
    private List<Differing> compare(List<Wallet> page, List<SolanaRpc> asked, ReadAt readAt) {
        AtSlot<Map<PublicKey, TokenAccount>> onChain = asked.get(0)
                .getTokenAccounts(
                        page.stream()
                                .map(wallet -> tokenAccount(address(wallet)))
                                .toList(),
                        readAt);
        List<Differing> differing = new ArrayList<>();
        for (Expected expected : store.expected(
                page.stream().map(Wallet::id).toList(),
                onChain.slot(),
                LandedUnrecorded.by(onChain.slot(), settlement, asked))) {
            BigInteger found = Optional.ofNullable(onChain.value().get(tokenAccount(expected.address())))
                    .map(account -> BigInteger.valueOf(account.amount().baseUnits()))
                    .orElse(BigInteger.ZERO);
            if (!found.equals(expected.baseUnits())) {
                Wallet wallet = page.stream()
                        .filter(one -> one.id().equals(expected.walletId()))
                        .findFirst()
                        .orElseThrow();
                differing.add(new Differing(wallet, onChain.slot(), found, expected));
            }
        }
        return differing;
    }

    private Optional<Difference> supply() {
        Optional<Difference> difference = compareSupply(List.of(rpc), ReadAt.FINALIZED);
        return difference.isEmpty()
                ? difference
                : compareSupply(witnesses, ReadAt.FINALIZED).map(again -> {
                    requireSeenElsewhere(again);
                    Found found = movements.explain(mint, again.surplus());
                    return new Difference(
                            again.subject(),
                            again.address(),
                            again.slot(),
                            again.onChainBaseUnits(),
                            again.expectedBaseUnits(),
                            found.explains(),
                            found.text());
                });
    }

    private void requireSeenElsewhere(Difference supply) {
        ReadAt noEarlier = ReadAt.FINALIZED.notBefore(supply.slot());
        SecondOpinion.of(witnesses, other -> compareSupply(LandedUnrecorded.beginningWith(other, witnesses), noEarlier))
                .filter(Optional::isEmpty)
                .ifPresent(contrary -> {
                    throw disagreement(supply.slot());
                });
    }

    /** @param asked the first of them for the supply */
    private Optional<Difference> compareSupply(List<SolanaRpc> asked, ReadAt readAt) {
        AtSlot<TokenAmount> supply = asked.get(0).getTokenSupply(mint, readAt);
        BigInteger found = BigInteger.valueOf(supply.value().baseUnits());
        BigInteger expected =
                store.expectedSupply(supply.slot(), LandedUnrecorded.by(supply.slot(), settlement, asked));
        return found.equals(expected)
                ? Optional.empty()
                : Optional.of(new Difference("SUPPLY", mint, supply.slot(), found, expected, false, ""));
    }

    /** A break of conservation stops everything, explained or not: what explains it is nothing that we did. */
    private void alarm(UUID runId, Difference difference) {
        LOGGER.log(
                Level.ERROR,
                "PEER-SET-013 reconciliation found a difference, lanes paused run={0} subject={1} address={2} surplus={3}"
                        + " explanation={4}",
                runId,
                difference.subject(),
                difference.address(),
                difference.surplus().toString(),
                difference.explanation());
        settlement.pause(PauseScope.ALL, "PEER-SET-013: reconciliation " + runId + " found differences");
    }

    private PublicKey tokenAccount(PublicKey wallet) {
        return AssociatedTokenAccounts.address(wallet, mint);
    }

    private static PublicKey address(Wallet wallet) {
        return Objects.requireNonNull(wallet.address(), "a wallet of this page has an address");
    }
}
