package network.peer.ledger;

import static network.peer.testing.Holders.aHolder;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.ledger.LedgerBooks.Account;
import network.peer.ledger.LedgerBooks.BookedPosting;
import network.peer.ledger.LedgerBooks.Transaction;
import network.peer.testing.Holders;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The books as an auditor reads them. */
class LedgerBooksIT {
    private static final PageRequest ALL = new PageRequest(100, null);

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    @SuppressWarnings("NullAway.Init")
    private static Holder alice;

    @SuppressWarnings("NullAway.Init")
    private static Holder bob;

    @SuppressWarnings("NullAway.Init")
    private static UUID payout;

    /** Alice and Bob are paid 100 at once, Alice spends 3 twice, which burns a fee, and gives Bob 10. */
    @BeforeAll
    static void move() {
        database = TestDatabase.freshDatabase();
        alice = database.inTransaction(em -> aHolder(em));
        bob = database.inTransaction(em -> aHolder(em));
        payout = database.inTransaction(em -> Holders.pay(em, TokenAmount.ofPeer(100), alice, bob));
        post(Holders.spend("first", alice, (Holder) null));
        post(Holders.spend("second", alice, (Holder) null));
        post(Holders.transfer("gift", alice, bob, TokenAmount.ofPeer(10)));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void everySystemAccountIsThereWithWhatStandsOnIt() {
        List<Account> accounts = read(LedgerBooks::systemAccounts);

        assertThat(accounts)
                .extracting(account -> account.owner().system())
                .containsExactlyInAnyOrder(SystemAccount.values());
        assertThat(accounts)
                .filteredOn(account -> account.owner().system() == SystemAccount.ISSUANCE)
                .extracting(Account::unit, Account::availableBaseUnits)
                .containsExactly(
                        tuple(Unit.PEER, -TokenAmount.ofPeer(19_500_000).baseUnits()));
        assertThat(accounts)
                .filteredOn(account -> account.owner().system() == SystemAccount.CHAIN_FEES)
                .extracting(Account::unit)
                .containsExactly(Unit.LAMPORTS);
    }

    @Test
    void allAccountsTogetherAreZero() {
        List<Account> accounts = new ArrayList<>(read(LedgerBooks::systemAccounts));
        accounts.addAll(accountsOf(alice.userId()));
        accounts.addAll(accountsOf(bob.userId()));

        assertThat(accounts.stream()
                        .mapToLong(account -> account.availableBaseUnits() + account.reservedBaseUnits())
                        .sum())
                .isZero();
    }

    @Test
    void aUserHasOneAccountAndNobodyHasNone() {
        assertThat(accountsOf(alice.userId()))
                .extracting(
                        account -> account.owner().account(),
                        account -> account.owner().userId(),
                        account -> account.owner().system(),
                        Account::availableBaseUnits)
                .containsExactly(tuple(
                        alice.account(),
                        alice.userId(),
                        null,
                        TokenAmount.ofPeer(84).baseUnits()));
        assertThat(accountsOf(Ids.newId())).isEmpty();
    }

    @Test
    void everythingThatWasPostedIsThereNewestFirst() {
        assertThat(read(books -> books.transactions(ALL)).items())
                .extracting(Transaction::kind)
                .containsExactly(
                        TransactionKind.TRANSFER,
                        TransactionKind.SPEND,
                        TransactionKind.SPEND,
                        TransactionKind.MINT,
                        TransactionKind.GENESIS);
    }

    /** A spend debits the account twice, and is one transaction. */
    @Test
    void anAccountHasEachOfItsTransactionsOnce() {
        assertThat(transactions(alice.account()))
                .extracting(Transaction::kind, Transaction::idempotencyKey)
                .contains(
                        tuple(TransactionKind.TRANSFER, "gift"),
                        tuple(TransactionKind.SPEND, "second"),
                        tuple(TransactionKind.SPEND, "first"))
                .hasSize(4);
        assertThat(transactions(bob.account()))
                .extracting(Transaction::kind)
                .containsExactly(TransactionKind.TRANSFER, TransactionKind.MINT);
        assertThat(transactions(SystemAccount.REWARD_POOL.id()))
                .extracting(Transaction::kind, Transaction::rewardDay)
                .containsExactly(tuple(TransactionKind.MINT, Holders.DAY), tuple(TransactionKind.GENESIS, null));
        assertThat(transactions(new LedgerAccountId(Ids.newId()))).isEmpty();
    }

    @Test
    void pagesLeaveNothingOutAndShowNothingTwice() {
        for (LedgerAccountId account :
                List.of(alice.account(), bob.account(), SystemAccount.BURN.id(), SystemAccount.REWARD_POOL.id())) {
            assertThat(oneByOne(request -> read(books -> books.transactions(account, request))))
                    .isEqualTo(transactions(account));
        }
        assertThat(oneByOne(request -> read(books -> books.transactions(request))))
                .isEqualTo(read(books -> books.transactions(ALL)).items());
        assertThat(oneByOne(request -> postings(payout, request)))
                .isEqualTo(postings(payout, ALL).items())
                .hasSize(2);
    }

    @Test
    void postingsSayWhoGaveWhatToWhom() {
        UUID gift = transactions(bob.account()).get(0).id();

        Map<UUID, Page<BookedPosting>> found = read(books -> books.postings(List.of(payout, gift), ALL));

        assertThat(found).containsOnlyKeys(payout, gift);
        assertThat(found.values().stream().flatMap(page -> page.items().stream()))
                .extracting(
                        BookedPosting::role,
                        BookedPosting::unit,
                        posting -> posting.debit().account(),
                        posting -> posting.debit().system(),
                        posting -> posting.credit().userId(),
                        BookedPosting::baseUnits)
                .containsExactly(
                        paid(alice),
                        paid(bob),
                        tuple(
                                PostingRole.PRINCIPAL,
                                Unit.PEER,
                                alice.account(),
                                null,
                                bob.userId(),
                                TokenAmount.ofPeer(10).baseUnits()));
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        PageRequest ofPostings =
                new PageRequest(1, postings(payout, ALL).cursors().get(0));
        PageRequest ofTransactions = new PageRequest(
                1, read(books -> books.transactions(ALL)).cursors().get(0));

        refused(() -> read(books -> books.transactions(ofPostings)));
        refused(() -> read(books -> books.transactions(alice.account(), ofPostings)));
        refused(() -> postings(payout, ofTransactions));
    }

    private static org.assertj.core.groups.Tuple paid(Holder holder) {
        return tuple(
                PostingRole.PRINCIPAL,
                Unit.PEER,
                SystemAccount.REWARD_POOL.id(),
                SystemAccount.REWARD_POOL,
                holder.userId(),
                TokenAmount.ofPeer(100).baseUnits());
    }

    private static <T> List<T> oneByOne(Function<PageRequest, Page<T>> list) {
        List<T> items = new ArrayList<>();
        Page<T> page = list.apply(new PageRequest(1, null));
        items.addAll(page.items());
        while (page.hasNext()) {
            page = list.apply(new PageRequest(1, page.cursors().get(0)));
            items.addAll(page.items());
        }
        return items;
    }

    private static List<Account> accountsOf(UUID userId) {
        return read(books -> books.accountsOf(userId));
    }

    private static List<Transaction> transactions(LedgerAccountId account) {
        return read(books -> books.transactions(account, ALL)).items();
    }

    private static Page<BookedPosting> postings(UUID transaction, PageRequest request) {
        return java.util.Objects.requireNonNull(
                read(books -> books.postings(List.of(transaction), request)).get(transaction));
    }

    private static void post(PostCommand command) {
        database.runInTransaction(em -> Holders.ledger(em).post(command));
    }

    private static <T> T read(Function<LedgerBooks, T> work) {
        return database.inTransaction(em -> work.apply(new LedgerBooks(em)));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                .isEqualTo(ErrorCode.BAD_INPUT));
    }
}
