package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what goes wrong, and counts it. A seed has some of the faults only, so that they do not hide each other; all
 * end when the world heals.
 */
final class Faults {
    private static final List<Fault> FATES = List.of(Fault.LOST_SEND, Fault.LATE_LANDING, Fault.LAST_BLOCK);

    private final Dice dice;
    private final Set<Fault> chosen = EnumSet.noneOf(Fault.class);
    private final double intensity;
    private final FaultMatrix matrix = new FaultMatrix();
    private final Map<Fault, Integer> inEffect = new EnumMap<>(Fault.class);
    private final Map<ByteBuffer, Set<Fault>> ofTransactions = new HashMap<>();
    private final Map<ByteBuffer, Optional<Fault>> fates = new HashMap<>();
    private boolean healed;
    private @Nullable Beat beat;

    Faults(Dice dice) {
        this.dice = dice;
        double share = dice.pick(List.of(0.15, 0.3, 0.5, 0.8));
        for (Fault fault : Fault.values()) {
            if (fault == Fault.TWO_NODES || dice.chance(share)) {
                chosen.add(fault);
            }
        }
        intensity = dice.pick(List.of(0.5, 1.0, 2.0));
    }

    Dice dice() {
        return dice;
    }

    FaultMatrix matrix() {
        return matrix;
    }

    boolean isChosen(Fault fault) {
        return chosen.contains(fault) && !healed;
    }

    void heal() {
        healed = true;
    }

    /** A worker makes a call of this beat. */
    void meet(Beat next) {
        beat = next;
        inEffect.forEach((fault, count) -> {
            if (count > 0) {
                matrix.inEffect(fault, next);
            }
        });
    }

    void met(Fault fault, Beat where) {
        matrix.inEffect(fault, where);
    }

    /** Whether the fault strikes the call that is being made. */
    boolean strikes(Fault fault, double probability) {
        if (!isChosen(fault) || !dice.chance(probability * intensity)) {
            return false;
        }
        struck(fault);
        return true;
    }

    /** Whether the network loses or delays a transaction, however often it is sent; null if it does not. */
    @Nullable
    Fault fateOf(WireTransaction transaction) {
        Optional<Fault> fate = fates.computeIfAbsent(transaction.signature(), signature -> {
            for (Fault fault : FATES) {
                if (isChosen(fault) && dice.chance(0.25 * intensity)) {
                    return Optional.of(fault);
                }
            }
            return Optional.empty();
        });
        return fate.filter(this::isChosen).orElse(null);
    }

    void struck(Fault fault) {
        if (beat != null) {
            matrix.struck(fault, beat);
        }
    }

    void begin(Fault fault) {
        inEffect.merge(fault, 1, Integer::sum);
    }

    void end(Fault fault) {
        inEffect.merge(fault, -1, Integer::sum);
    }

    /** The fault is in effect until this transaction has landed or cannot land any more. */
    void begin(Fault fault, WireTransaction transaction) {
        if (ofTransactions
                .computeIfAbsent(transaction.signature(), signature -> new HashSet<>())
                .add(fault)) {
            begin(fault);
        }
    }

    void end(WireTransaction transaction) {
        Set<Fault> ended = ofTransactions.remove(transaction.signature());
        if (ended != null) {
            ended.forEach(this::end);
        }
    }
}
