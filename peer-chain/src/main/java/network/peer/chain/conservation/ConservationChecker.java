package network.peer.chain.conservation;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.settlement.Conservation;
import network.peer.settlement.Conservation.Expected;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.ConservationReport.Difference;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.wallet.Wallet;
import network.peer.wallet.Wallets;

/**
 * Compares every wallet of ours, and the mint's supply, with the books. The chain is read first, at its finalized
 * state; the books are read after that and count as landed only what landed at or before the slot that was read. So a
 * movement in flight never looks like a difference.
 */
public final class ConservationChecker {
    private static final int MOST_DIFFERENCES_KEPT = 100;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final SettlementStore store;
    private final Wallets wallets;
    private final Conservation books;
    private final SolanaRpc rpc;
    private final List<SolanaRpc> witnesses;
    private final PublicKey mint;

    /** @param all of the endpoints: those beside {@code rpc} are asked too before a difference is believed */
    public ConservationChecker(
            SettlementStore store,
            Wallets wallets,
            Conservation books,
            SolanaRpc rpc,
            List<SolanaRpc> all,
            PublicKey mint) {
        this.store = store;
        this.wallets = wallets;
        this.books = books;
        this.rpc = rpc;
        this.witnesses = LandedUnrecorded.beginningWith(rpc, all);
        this.mint = mint;
    }

    /**
     * Twice if there is a difference, the second time with all endpoints; what is left of it another one must see as well.
     *
     * @throws network.peer.chain.rpc.RpcException if the chain cannot be read; then nothing is known
     * @throws UncertainLandingException likewise, if it cannot be told what landed, or the endpoints disagree
     */
    public ConservationReport check() {
        ConservationReport report = check(List.of(rpc), ReadAt.FINALIZED);
        if (!report.holds()) {
            report = check(witnesses, ReadAt.FINALIZED);
        }
        if (!report.holds()) {
            requireSeenElsewhere(report);
        }
        return report;
    }

    private void requireSeenElsewhere(ConservationReport report) {
        ReadAt noEarlier = ReadAt.FINALIZED.notBefore(report.slot());
        SecondOpinion.of(witnesses, other -> check(LandedUnrecorded.beginningWith(other, witnesses), noEarlier))
                .filter(ConservationReport::holds)
                .ifPresent(contrary -> {
                    throw new UncertainLandingException("one endpoint shows a difference at slot " + report.slot()
                            + " that another does not see at slot " + contrary.slot());
                });
    }

    /** @param asked the first of them for balances and supply */
    private ConservationReport check(List<SolanaRpc> asked, ReadAt readAt) {
        AtSlot<TokenAmount> supply = asked.get(0).getTokenSupply(mint, readAt);
        BigInteger expectedSupply =
                books.expectedSupply(supply.slot(), LandedUnrecorded.by(supply.slot(), store, asked));
        List<Difference> differences = new ArrayList<>();
        long compared = 0;
        UUID last = BEFORE_ALL;
        List<Wallet> page;
        do {
            page = wallets.pageWithAddress(last, SolanaRpc.MAX_ACCOUNTS_PER_CALL);
            if (!page.isEmpty()) {
                keep(differences, compare(page, asked, readAt));
                compared += page.size();
                last = page.get(page.size() - 1).id();
            }
        } while (page.size() == SolanaRpc.MAX_ACCOUNTS_PER_CALL);
        return new ConservationReport(
                store.now(),
                supply.slot(),
                BigInteger.valueOf(supply.value().baseUnits()),
                expectedSupply,
                compared,
                differences);
    }

    /** However many differ, what is held in memory and recorded is bounded; reconciliation lists them all. */
    private static void keep(List<Difference> kept, List<Difference> found) {
        kept.addAll(found.subList(0, Math.min(found.size(), MOST_DIFFERENCES_KEPT - kept.size())));
    }

    private List<Difference> compare(List<Wallet> page, List<SolanaRpc> asked, ReadAt readAt) {
        AtSlot<Map<PublicKey, TokenAccount>> onChain = asked.get(0)
                .getTokenAccounts(
                        page.stream()
                                .map(wallet -> tokenAccount(address(wallet)))
                                .toList(),
                        readAt);
        List<Difference> differences = new ArrayList<>();
        for (Expected expected : books.expected(
                page.stream().map(Wallet::id).toList(),
                onChain.slot(),
                LandedUnrecorded.by(onChain.slot(), store, asked))) {
            BigInteger found = Optional.ofNullable(onChain.value().get(tokenAccount(expected.address())))
                    .map(account -> BigInteger.valueOf(account.amount().baseUnits()))
                    .orElse(BigInteger.ZERO);
            if (!found.equals(expected.baseUnits())) {
                differences.add(new Difference(
                        expected.name(), expected.address().base58(), onChain.slot(), found, expected.baseUnits()));
            }
        }
        return differences;
    }

    private PublicKey tokenAccount(PublicKey wallet) {
        return AssociatedTokenAccounts.address(wallet, mint);
    }

    private static PublicKey address(Wallet wallet) {
        return Objects.requireNonNull(wallet.address(), "a wallet of this page has an address");
    }
}
