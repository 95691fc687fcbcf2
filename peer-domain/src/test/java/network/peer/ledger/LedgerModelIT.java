package network.peer.ledger;

import static network.peer.testing.Holders.RECORDED_AT;
import static network.peer.testing.Holders.aHolder;
import static network.peer.testing.Holders.ledger;
import static network.peer.testing.Holders.pay;
import static network.peer.testing.Holders.transfer;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import network.peer.BusinessException;
import network.peer.testing.Holders.Holder;
import network.peer.testing.TestDatabase;
import network.peer.token.Ids;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * Random commands against the ledger and against a model of a few lines; both must give the same answers and, after each
 * sequence, the same balances. Few keys and small amounts, so that replays, conflicts and overdrafts are common.
 */
class LedgerModelIT {
    private static final int ACCOUNTS = 4;
    private static final long PAID = 100;

    private static final TestDatabase DATABASE = TestDatabase.freshDatabase();

    @AfterContainer
    static void close() {
        DATABASE.close();
    }

    /** What a client may ask: a transfer under a key, or the reversal of what stands under a key. */
    record Command(boolean reversal, int key, int from, int to, long amount) {}

    /** The ledger as it ought to be. */
    private static final class Model {
        private final long[] balances = new long[ACCOUNTS];
        private final Map<Integer, Command> posted = new HashMap<>();
        private final Set<Integer> reversed = new HashSet<>();

        String run(Command command) {
            return command.reversal() ? reverse(command.key()) : transfer(command);
        }

        private String transfer(Command command) {
            Command first = posted.get(command.key());
            if (first != null) {
                return first.equals(command) ? "replayed" : "IDEMPOTENCY_CONFLICT";
            }
            if (!move(command.from(), command.to(), command.amount())) {
                return "INSUFFICIENT_BALANCE";
            }
            posted.put(command.key(), command);
            return "posted";
        }

        private String reverse(int key) {
            Command first = posted.get(key);
            if (first == null) {
                return "NOT_FOUND";
            }
            if (reversed.contains(key)) {
                return "replayed";
            }
            if (!move(first.to(), first.from(), first.amount())) {
                return "INSUFFICIENT_BALANCE";
            }
            reversed.add(key);
            return "posted";
        }

        private boolean move(int from, int to, long amount) {
            if (balances[from] < amount) {
                return false;
            }
            balances[from] -= amount;
            balances[to] += amount;
            return true;
        }
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void answersAndBalancesAreTheModels(@ForAll("commands") List<Command> commands) {
        List<Holder> holders = DATABASE.inTransaction(em -> {
            List<Holder> opened =
                    IntStream.range(0, ACCOUNTS).mapToObj(i -> aHolder(em)).toList();
            pay(em, new TokenAmount(PAID), opened.toArray(Holder[]::new));
            return opened;
        });
        Model model = new Model();
        java.util.Arrays.fill(model.balances, PAID);
        Map<Integer, UUID> transactions = new HashMap<>();
        String run = Ids.newId().toString();
        List<String> expected = new ArrayList<>();
        List<String> answered = new ArrayList<>();

        for (Command command : commands) {
            expected.add(model.run(command));
            answered.add(ask(command, run, holders, transactions));
        }

        assertThat(answered).isEqualTo(expected);
        for (int i = 0; i < ACCOUNTS; i++) {
            LedgerAccountId account = holders.get(i).account();
            assertThat(DATABASE.<Balance>inTransaction(em -> ledger(em).balance(account))
                            .available()
                            .baseUnits())
                    .isEqualTo(model.balances[i]);
        }
    }

    @Provide
    Arbitrary<List<Command>> commands() {
        Arbitrary<Integer> account = Arbitraries.integers().between(0, ACCOUNTS - 1);
        return Combinators.combine(
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(4, false), net.jqwik.api.Tuple.of(1, true)),
                        Arbitraries.integers().between(1, 6),
                        account,
                        account,
                        Arbitraries.longs().between(1, 150))
                .as(Command::new)
                .filter(command -> command.from() != command.to())
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    private static String ask(Command command, String run, List<Holder> holders, Map<Integer, UUID> transactions) {
        String key = run + ":" + command.key();
        try {
            Posted posted = command.reversal()
                    ? DATABASE.inTransaction(em ->
                            ledger(em).reverse(known(transactions.get(command.key())), "undo:" + key, RECORDED_AT))
                    : DATABASE.inTransaction(em -> ledger(em)
                            .post(transfer(
                                    key,
                                    holders.get(command.from()),
                                    holders.get(command.to()),
                                    new TokenAmount(command.amount()))));
            if (!command.reversal()) {
                transactions.put(command.key(), posted.ledgerTransactionId());
            }
            return posted.replayed() ? "replayed" : "posted";
        } catch (BusinessException refusal) {
            return refusal.code().name();
        }
    }

    private static UUID known(@Nullable UUID transaction) {
        return transaction == null ? Ids.newId() : transaction;
    }
}
