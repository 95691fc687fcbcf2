package network.peer.chain.conservation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.settlement.AttemptState;
import network.peer.settlement.Conservation.Expected;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.ReconciliationStore.Difference;
import network.peer.settlement.ReconciliationStore.Run;
import network.peer.settlement.SettlementStore;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import network.peer.wallet.ChainState;
import network.peer.wallet.Wallet;
import network.peer.wallet.WalletRole;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final int WALLETS = 1_000_000;
    private static final int EARLY = 10_000;
    private static final long MOST_GROWTH_BYTES = 16L * 1024 * 1024;
    private static final PublicKey MINT = key(1);
    private static final TokenAmount HELD = TokenAmount.ofPeer(1);

    /** Deriving a million different ones would take minutes, and shows nothing more. */
    private static final List<PublicKey> ADDRESSES = IntStream.range(0, SolanaRpc.MAX_ACCOUNTS_PER_CALL)
            .mapToObj(i -> key(2 + i))
            .toList();

    @Test
    void aMillionWalletsAreComparedInTheMemoryOfAPage() {
        Books books = new Books();

        Run run = new Reconciler(books, settlement(), chain(), List.of(), MINT).run(line -> {});

        assertThat(run.wallets()).isEqualTo(WALLETS);
        assertThat(run.differences()).isZero();
        assertThat(books.usedAtTheEndBytes - books.usedEarlyBytes).isLessThan(MOST_GROWTH_BYTES);
    }

    private static PublicKey key(long number) {
        return PublicKey.of(ByteBuffer.allocate(32).putLong(24, number).array());
    }

    private static long usedBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static SolanaRpc chain() {
        Map<PublicKey, TokenAccount> accounts = new HashMap<>();
        for (PublicKey wallet : ADDRESSES) {
            accounts.put(AssociatedTokenAccounts.address(wallet, MINT), new TokenAccount(MINT, wallet, HELD, false));
        }
        return answering(
                SolanaRpc.class,
                Map.of(
                        "getTokenAccounts", new AtSlot<>(7, accounts),
                        "getTokenSupply", new AtSlot<>(7, HELD)));
    }

    private static SettlementStore settlement() {
        return answering(SettlementStore.class, Map.of("liveAttempts", List.of()));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    Object answer = answers.get(method.getName());
                    if (answer == null) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return answer;
                }));
    }

    /** A million users, who hold what they should. */
    private static final class Books implements ReconciliationStore {
        private final UUID runId = new UUID(1, 1);
        private Run run = new Run(runId, Optional.empty(), 0, 0, false);
        long usedEarlyBytes;
        long usedAtTheEndBytes;

        @Override
        public Run begin() {
            return run;
        }

        @Override
        public Run byId(UUID id) {
            return run;
        }

        @Override
        public List<Wallet> wallets(UUID after, int limit) {
            long first = after.getLeastSignificantBits() + 1;
            return IntStream.range(0, (int) Math.min(limit, WALLETS - first + 1))
                    .mapToObj(i -> new Wallet(
                            new UUID(0, first + i),
                            WalletRole.USER,
                            new UUID(2, first + i),
                            first + i,
                            ADDRESSES.get(i),
                            ChainState.ON_CHAIN))
                    .toList();
        }

        @Override
        public List<Expected> expected(Collection<UUID> wallets, long slot, Collection<UUID> landed) {
            return wallets.stream()
                    .map(id -> new Expected(
                            id,
                            "USER " + id,
                            ADDRESSES.get((int) ((id.getLeastSignificantBits() - 1) % ADDRESSES.size())),
                            BigInteger.valueOf(HELD.baseUnits())))
                    .toList();
        }

        @Override
        public BigInteger expectedSupply(long slot, Collection<UUID> landed) {
            return BigInteger.valueOf(HELD.baseUnits());
        }

        @Override
        public Map<TransactionSignature, AttemptState> recorded(Collection<TransactionSignature> signatures) {
            return Map.of();
        }

        @Override
        public Run advance(UUID id, UUID lastWalletId, int wallets, List<Difference> differences) {
            run = new Run(runId, Optional.of(lastWalletId), run.wallets() + wallets, differences.size(), false);
            if (run.wallets() == EARLY) {
                usedEarlyBytes = usedBytes();
            }
            return run;
        }

        @Override
        public Run end(UUID id, Optional<Difference> supply) {
            usedAtTheEndBytes = usedBytes();
            run = new Run(
                    runId, run.lastWalletId(), run.wallets(), run.differences() + (supply.isPresent() ? 1 : 0), true);
            return run;
        }

        @Override
        public List<Difference> differences(UUID id, int limit) {
            return List.of();
        }
    }
}
