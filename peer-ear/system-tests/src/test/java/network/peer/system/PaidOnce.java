package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import network.peer.system.LandedTransactions.Step;
import network.peer.system.Traffic.Leg;
import network.peer.system.Traffic.Owed;
import org.jspecify.annotations.Nullable;

/**
 * Says from the chain alone whether everybody was paid once: it knows the list of what is owed, and the instructions
 * that landed.
 */
final class PaidOnce {
    private final List<Owed> owed;
    private final UnaryOperator<String> addresses;
    private final Map<String, List<List<Leg>>> landed = new HashMap<>();
    private final Map<String, Integer> landedAt = new HashMap<>();

    /** @param addresses of wallets by their names in the list */
    PaidOnce(List<Owed> owed, UnaryOperator<String> addresses) {
        this.owed = owed;
        this.addresses = addresses;
    }

    /** Each of what is owed landed once, with its legs and nothing else, in the order of its wallets. */
    void assertLandedOnce(List<List<Step>> transactions) {
        landed.clear();
        landedAt.clear();
        for (int i = 0; i < transactions.size(); i++) {
            read(transactions.get(i), i);
        }
        Map<String, Integer> lastDebit = new HashMap<>();
        for (Owed one : owed) {
            List<Leg> legs = one.legs().stream().map(this::addressed).toList();
            assertThat(landed.remove(one.key())).as("what landed for " + one).containsExactly(legs);
            int now = Objects.requireNonNull(landedAt.get(one.key()));
            for (Leg leg : legs) {
                if (leg.from() != null) {
                    Integer last = lastDebit.put(leg.from(), now);
                    assertThat(last == null || last <= now)
                            .as("landed in the order of its wallet: " + one)
                            .isTrue();
                }
            }
        }
        assertThat(landed).as("what landed and is not owed").isEmpty();
    }

    /** Beside that, every wallet and the supply are what is owed. */
    void assertEndsMeet(List<List<Step>> transactions, LocalnetControl chain, String mint) {
        assertLandedOnce(transactions);
        Map<String, Long> wallets = new HashMap<>();
        for (Owed one : owed) {
            for (Leg leg : one.legs()) {
                add(wallets, address(leg.from()), -leg.baseUnits());
                add(wallets, address(leg.to()), leg.baseUnits());
            }
        }
        Map<String, Long> onChain = new HashMap<>();
        wallets.keySet().forEach(wallet -> onChain.put(wallet, chain.tokensOf(wallet, mint)));
        assertThat(onChain).isEqualTo(wallets);
        assertThat(chain.supplyBaseUnits(mint))
                .isEqualTo(wallets.values().stream().mapToLong(Long::longValue).sum());
    }

    private static void add(Map<String, Long> wallets, @Nullable String wallet, long baseUnits) {
        if (wallet != null) {
            wallets.merge(wallet, baseUnits, Long::sum);
        }
    }

    private void read(List<Step> transaction, int index) {
        Map<String, List<Leg>> here = new LinkedHashMap<>();
        String memo = "";
        for (Step step : transaction) {
            if (step.kind().equals("MEMO")) {
                memo = step.memo();
            } else {
                here.computeIfAbsent(key(memo, step), none -> new ArrayList<>())
                        .add(new Leg(step.kind(), step.from(), step.to(), step.baseUnits()));
            }
        }
        here.forEach((key, legs) -> {
            landed.computeIfAbsent(key, none -> new ArrayList<>()).add(legs);
            landedAt.put(key, index);
        });
    }

    /** {@code P1 M day batch attempt} for payouts, {@code P1 T id attempt} for the rest. */
    private String key(String memo, Step step) {
        String[] words = memo.split(" ", -1);
        if (words.length == 5 && words[1].equals("M")) {
            return words[2] + " " + nameOf(Objects.requireNonNull(step.to(), memo));
        }
        assertThat(words).as("a memo of ours for " + step).hasSize(4);
        ByteBuffer id = ByteBuffer.wrap(Base64.getUrlDecoder().decode(words[2]));
        return new UUID(id.getLong(), id.getLong()).toString();
    }

    private String nameOf(String wallet) {
        return owed.stream()
                .flatMap(one -> one.legs().stream())
                .map(Leg::to)
                .filter(name -> name != null && addresses.apply(name).equals(wallet))
                .findFirst()
                .orElse(wallet);
    }

    private Leg addressed(Leg leg) {
        return new Leg(leg.instruction(), address(leg.from()), address(leg.to()), leg.baseUnits());
    }

    private @Nullable String address(@Nullable String name) {
        return name == null ? null : addresses.apply(name);
    }
}
