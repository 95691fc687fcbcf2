package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.simulation.SimulatedChain.Block;
import network.peer.chain.simulation.SimulatedChain.Landed;
import network.peer.chain.simulation.WireTransaction.Step;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.PayableLeg;
import network.peer.testing.OwedIntent;
import network.peer.testing.SettlementBooks;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Says whether everybody is paid once. It knows the list of what is owed and the bytes that landed, and believes
 * nothing that the code under test says; what that code records for ever it holds against the chain.
 */
final class Checker {
    private final Map<String, Owed> byKey = new HashMap<>();
    private final Map<UUID, Owed> byId = new HashMap<>();
    private final List<Owed> inOrder = new ArrayList<>();
    private final Map<UUID, ByteBuffer> signatures = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<PublicKey, PublicKey> tokenAccounts;
    private final List<Poison> poisons;

    /**
     * @param tokenAccounts by wallet
     * @param poisons whatever touches their wallets may be left to a person, and nothing else
     */
    Checker(Map<PublicKey, PublicKey> tokenAccounts, List<Poison> poisons) {
        this.tokenAccounts = tokenAccounts;
        this.poisons = poisons;
    }

    private static final class Owed {
        final OwedIntent intent;
        final @Nullable Poison poison;
        int landed;
        boolean parked;

        Owed(OwedIntent intent, @Nullable Poison poison) {
            this.intent = intent;
            this.poison = poison;
        }

        boolean debits(PublicKey wallet) {
            return debited(wallet) > 0;
        }

        long debited(PublicKey wallet) {
            return intent.legs().stream()
                    .filter(leg -> leg.from() != null && leg.from().address().equals(wallet))
                    .mapToLong(leg -> leg.amount().baseUnits())
                    .sum();
        }
    }

    void owes(OwedIntent intent) {
        Owed owed = new Owed(intent, poisonOf(intent));
        inOrder.add(owed);
        byId.put(intent.id(), owed);
        byKey.put(
                intent.kind() == IntentKind.MINT
                        ? intent.batchKey() + " " + account(intent.legs().get(0).to())
                        : intent.batchKey(),
                owed);
    }

    private @Nullable Poison poisonOf(OwedIntent intent) {
        for (Poison poison : poisons) {
            for (PayableLeg leg : intent.legs()) {
                boolean isDebited = leg.from() != null && leg.from().address().equals(poison.wallet());
                if (isDebited || poison.wallet().equals(leg.to())) {
                    return poison;
                }
            }
        }
        return null;
    }

    void landed(Landed landed) {
        if (landed.error() == null) {
            for (Owed owed : paidBy(landed.transaction())) {
                owed.landed++;
                if (owed.landed > 1) {
                    throw new Violation("PAID TWICE: " + owed.intent);
                }
                if (owed.parked) {
                    throw new Violation("PARKED, YET PAID: " + owed.intent);
                }
            }
        }
    }

    void dropped(Landed landed) {
        if (landed.error() == null) {
            paidBy(landed.transaction()).forEach(owed -> owed.landed--);
        }
    }

    void stored(Collection<NewAttempt> attempts) {
        attempts.forEach(attempt ->
                signatures.put(attempt.id(), ByteBuffer.wrap(attempt.signature().bytes())));
    }

    /** Only what is poisoned need be left to a person, for that cause, and while nothing of it has landed. */
    void parked(UUID intentId, String cause) {
        Owed owed = Objects.requireNonNull(byId.get(intentId));
        owed.parked = true;
        if (owed.poison == null) {
            notes.add("PARKED: " + owed.intent + " " + cause);
        } else if (!owed.poison.how().error().equals(cause)) {
            notes.add("PARKED FOR ANOTHER CAUSE: " + owed.intent + " " + cause);
        } else if (owed.landed > 0) {
            notes.add("PARKED, YET PAID: " + owed.intent + " " + cause);
        }
    }

    int parkedCount() {
        return (int) inOrder.stream().filter(owed -> owed.parked).count();
    }

    /** What is recorded for ever must be true for ever. */
    void recorded(Collection<Observation> observations, Set<UUID> changed, SimulatedChain chain) {
        for (Observation observation : observations) {
            AttemptState state = observation.fact().state();
            ByteBuffer signature = signatures.get(observation.attemptId());
            if (!changed.contains(observation.attemptId()) || state.isLive() || signature == null) {
                continue;
            }
            View.Found found = chain.view().find(signature);
            boolean isFinal = found != null && found.commitment() == Commitment.FINALIZED;
            boolean failed = found != null && found.landed().error() != null;
            boolean isTrue =
                    switch (state) {
                        case FINALIZED -> isFinal && !failed;
                        case REJECTED -> isFinal && failed;
                        default -> found == null;
                    };
            if (!isTrue) {
                notes.add("FALSE RECORD: " + state + " of attempt " + observation.attemptId()
                        + (found == null
                                ? " is not on the chain"
                                : " is " + found.commitment() + " error="
                                        + found.landed().error()));
            }
        }
    }

    /** Whether nothing can happen any more, by the chain and by what the store has recorded of it. */
    boolean isComplete(SimulatedChain chain, SettlementBooks books) {
        if (poisons.isEmpty()) {
            return inOrder.stream().allMatch(owed -> owed.landed == 1)
                    && books.intentStates().keySet().equals(Set.of(IntentState.SETTLED));
        }
        return inOrder.stream().allMatch(owed -> owed.landed == 1 || owed.parked || isHeldUp(owed, chain))
                && inOrder.stream().allMatch(owed -> books.intentState(owed.intent.id()) == due(owed, chain));
    }

    /** The state that an intent ends in. */
    private IntentState due(Owed owed, SimulatedChain chain) {
        if (owed.landed == 1) {
            return IntentState.SETTLED;
        }
        return owed.parked || !isHeldUp(owed, chain) ? IntentState.PARKED : IntentState.RECORDED;
    }

    /** Whether it waits behind one that never landed, or for tokens that one such would have brought. */
    private boolean isHeldUp(Owed owed, SimulatedChain chain) {
        Tokens tokens = chain.view().tip(Commitment.PROCESSED).tokens();
        for (PayableLeg leg : owed.intent.legs()) {
            if (leg.from() == null) {
                continue;
            }
            PublicKey wallet = leg.from().address();
            if (tokens.balance(account(wallet)) < owed.debited(wallet) || isBehindAnother(owed, wallet)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the whole chain again, from its bytes. */
    void atEnd(SimulatedChain chain) {
        inOrder.forEach(owed -> owed.landed = 0);
        for (Block block : chain.view().blocks()) {
            for (Landed landed : block.transactions()) {
                WireTransaction transaction = WireTransaction.read(landed.wire().toArray());
                for (Owed owed : landed.error() == null ? paidBy(transaction) : List.<Owed>of()) {
                    owed.landed++;
                    inOrderOfTheBooks(owed);
                }
            }
        }
        for (Owed owed : inOrder) {
            if (owed.landed > 1) {
                throw new Violation("PAID TWICE: " + owed.intent + " " + notes);
            }
            if (owed.landed == 0 && !isHeldUp(owed, chain)) {
                if (owed.poison == null) {
                    throw new Violation("NEVER LANDED: " + owed.intent + " " + notes);
                }
                if (!owed.parked) {
                    throw new Violation("NOT PARKED: " + owed.intent + " " + notes);
                }
            }
        }
        balances(chain);
        if (!notes.isEmpty()) {
            throw new Violation(notes.get(0));
        }
    }

    /** Read block by block: what debits the same wallet and was owed earlier must have landed already. */
    private void inOrderOfTheBooks(Owed owed) {
        for (PayableLeg leg : owed.intent.legs()) {
            if (leg.from() != null && isBehindAnother(owed, leg.from().address())) {
                throw new Violation("OVERTAKEN: " + owed.intent);
            }
        }
    }

    private boolean isBehindAnother(Owed owed, PublicKey wallet) {
        for (Owed earlier : inOrder) {
            if (earlier == owed) {
                return false;
            }
            if (earlier.landed == 0 && earlier.debits(wallet)) {
                return true;
            }
        }
        return false;
    }

    private void balances(SimulatedChain chain) {
        Map<PublicKey, Long> expected = new HashMap<>();
        for (Owed owed : landed()) {
            for (PayableLeg leg : owed.intent.legs()) {
                if (leg.from() != null) {
                    expected.merge(account(leg.from().address()), -leg.amount().baseUnits(), Long::sum);
                }
                if (leg.to() != null) {
                    expected.merge(account(leg.to()), leg.amount().baseUnits(), Long::sum);
                }
            }
        }
        Map<PublicKey, Long> actual =
                chain.view().tip(Commitment.PROCESSED).tokens().balances();
        if (!actual.equals(expected)) {
            throw new Violation("WRONG BALANCES: " + actual + " instead of " + expected);
        }
        long supply = actual.values().stream().mapToLong(Long::longValue).sum();
        long owedSupply = landed().stream()
                .flatMap(owed -> owed.intent.legs().stream())
                .mapToLong(leg -> switch (leg.instruction()) {
                    case MINT -> leg.amount().baseUnits();
                    case BURN -> -leg.amount().baseUnits();
                    case TRANSFER -> 0;
                })
                .sum();
        if (supply != owedSupply) {
            throw new Violation("WRONG SUPPLY: " + supply + " instead of " + owedSupply);
        }
    }

    private List<Owed> landed() {
        return inOrder.stream().filter(owed -> owed.landed > 0).toList();
    }

    /** Which of the owed intents a transaction pays; anything else in it is a violation. */
    private List<Owed> paidBy(WireTransaction transaction) {
        Map<Owed, Integer> legsSeen = new LinkedHashMap<>();
        String day = "";
        Owed movement = null;
        for (Step step : transaction.steps()) {
            switch (step.kind()) {
                case NOTHING, CREATE -> {}
                case MEMO -> {
                    String[] words = step.memo().split(" ", -1);
                    boolean payouts = words[1].equals("M");
                    day = payouts ? words[2] : "";
                    movement = payouts ? null : known(transactionId(words[2]));
                }
                case MINT -> pays(known(day + " " + step.to()), step, legsSeen);
                case TRANSFER, BURN -> {
                    if (movement == null) {
                        throw new Violation("NOT OWED: " + step);
                    }
                    pays(movement, step, legsSeen);
                }
            }
        }
        legsSeen.forEach((owed, legs) -> {
            if (legs != owed.intent.legs().size()) {
                throw new Violation("PAID IN PART: " + owed.intent);
            }
        });
        return List.copyOf(legsSeen.keySet());
    }

    private void pays(Owed owed, Step step, Map<Owed, Integer> legsSeen) {
        int index = legsSeen.merge(owed, 1, Integer::sum) - 1;
        if (index >= owed.intent.legs().size()) {
            throw new Violation("PAID TWICE in one transaction: " + owed.intent);
        }
        PayableLeg leg = owed.intent.legs().get(index);
        boolean same = step.kind().name().equals(leg.instruction().name())
                && step.amount() == leg.amount().baseUnits()
                && Objects.equals(step.to(), leg.to() == null ? null : account(leg.to()))
                && Objects.equals(
                        step.from(),
                        leg.from() == null ? null : account(leg.from().address()));
        if (!same) {
            throw new Violation("NOT WHAT IS OWED: " + step + " for " + owed.intent);
        }
    }

    private Owed known(String key) {
        Owed owed = byKey.get(key);
        if (owed == null) {
            throw new Violation("NOT OWED: " + key);
        }
        return owed;
    }

    private PublicKey account(@Nullable PublicKey wallet) {
        return Objects.requireNonNull(tokenAccounts.get(Objects.requireNonNull(wallet)));
    }

    private static String transactionId(String base64) {
        ByteBuffer bytes =
                ByteBuffer.wrap(Base64.getUrlDecoder().decode(base64)).order(ByteOrder.BIG_ENDIAN);
        return new UUID(bytes.getLong(), bytes.getLong()).toString();
    }
}
