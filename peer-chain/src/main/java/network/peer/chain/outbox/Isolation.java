package network.peer.chain.outbox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import network.peer.chain.outbox.SimulationFault.Blame;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.tx.TransactionMessage;
import network.peer.settlement.ClaimedIntent;

/**
 * Finds out by simulation which intents of a batch can be paid: a batch that would fail is halved until the intent that
 * is to blame stands alone.
 */
final class Isolation {
    private final Function<Batch, Simulated> simulate;
    private final BiPredicate<Batch, String> failsElsewhereToo;
    private final int headInstructions;
    private final List<Sound> sound = new ArrayList<>();
    private final Map<ClaimedIntent, String> poisoned = new LinkedHashMap<>();
    private final List<ClaimedIntent> waiting = new ArrayList<>();

    /**
     * @param failsElsewhereToo a second opinion on the error, so that no single node can say that an intent is to blame
     * @param headInstructions how many instructions of a batch belong to no intent
     */
    Isolation(Function<Batch, Simulated> simulate, BiPredicate<Batch, String> failsElsewhereToo, int headInstructions) {
        this.simulate = simulate;
        this.failsElsewhereToo = failsElsewhereToo;
        this.headInstructions = headInstructions;
    }

    record Simulated(TransactionMessage message, SimulationResult result) {}

    /** A batch that would land as this message, and the compute units that it takes. */
    record Sound(Batch batch, TransactionMessage message, long computeUnits) {}

    /** @throws LaneFaultException if the failure is nobody's own */
    void examine(Batch batch) {
        Simulated simulated = simulate.apply(batch);
        SimulationResult result = simulated.result();
        String error = result.error();
        if (error == null) {
            sound.add(new Sound(batch, simulated.message(), result.unitsConsumed()));
            return;
        }
        SimulationFault fault = SimulationFault.of(error, headInstructions, batch.isPayouts());
        if (fault.blame() == Blame.LANE) {
            throw new LaneFaultException("simulation failed: " + error + " " + String.join(" | ", result.logs()));
        }
        if (batch.intents().size() > 1) {
            Batch.Halves halves = batch.halves();
            halves.batches().forEach(this::examine);
            waiting.addAll(halves.mustWait());
        } else if (fault.blame() == Blame.FUNDS && batch.intents().get(0).awaitsCredits()) {
            // A fork can take back the tokens, and with them the account: nobody is judged for want of them before its
            // credits are final. No credit mends anything else, and one that is parked may never come.
            waiting.add(batch.intents().get(0));
        } else if (!failsElsewhereToo.test(batch, error)) {
            throw new LaneFaultException("endpoints disagree about intent " + batch.intentIds() + ": " + error);
        } else {
            poisoned.put(batch.intents().get(0), fault.cause());
        }
    }

    List<Sound> sound() {
        return sound;
    }

    /** Each intent that fails alone, with the cause. */
    Map<ClaimedIntent, String> poisoned() {
        return poisoned;
    }

    /** Intents that cannot be paid yet, through no fault of their own. */
    List<ClaimedIntent> waiting() {
        return waiting;
    }
}
