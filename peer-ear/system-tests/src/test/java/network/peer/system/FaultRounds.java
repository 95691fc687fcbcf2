package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import network.peer.launcher.PeerStack;

/** Plays the rounds of the fault matrix in the order that a seed decides, and kills the server in some of them. */
final class FaultRounds {
    private static final String ONLY = System.getProperty("faults.only", ".*");
    private static final int KILLS_A_SEED = Integer.getInteger("faults.kills", 2);

    private final PeerStack stack;
    private final HostileChain hostile;
    private final ProcessRounds process;
    private final Random random;
    private final Runnable restart;

    /** @param restart starts the killed server again, and waits until it is ready */
    FaultRounds(PeerStack stack, HostileChain hostile, Random random, Runnable restart) {
        this.stack = stack;
        this.hostile = hostile;
        this.process = new ProcessRounds(stack, hostile);
        this.random = random;
        this.restart = restart;
    }

    /**
     * @param story gets a line for each round
     * @param check is made when all that a round owes is settled
     */
    void play(List<String> story, Runnable check) {
        List<Round> rounds = new ArrayList<>(new SendRounds(hostile).all());
        rounds.addAll(new EndpointRounds(hostile).all());
        rounds.addAll(process.all());
        rounds.removeIf(round -> !round.fault().matches(ONLY));
        Collections.shuffle(rounds, random);
        Set<Integer> kills = new TreeSet<>();
        while (kills.size() < Math.min(KILLS_A_SEED, rounds.size())) {
            kills.add(random.nextInt(rounds.size()));
        }
        for (int i = 0; i < rounds.size(); i++) {
            Round round = rounds.get(i);
            story.add(round.fault() + " …");
            long began = System.nanoTime();
            long struck = play(round, kills.contains(i));
            check.run();
            story.set(
                    i,
                    String.format(
                            Locale.ROOT,
                            "| %s | %s%s | %d | %d ms |",
                            round.fault(),
                            round.how(),
                            kills.contains(i) ? ", `kill -9`" : "",
                            struck,
                            (System.nanoTime() - began) / 1_000_000));
        }
    }

    private long play(Round round, boolean killed) {
        long struck = round.injection().strike();
        if (killed) {
            hostile.pass(random.nextInt(20));
            stack.server().kill();
        }
        hostile.heal();
        process.heal();
        if (killed) {
            restart.run();
        }
        assertThat(struck).as("strikes of " + round.fault()).isPositive();
        hostile.books().awaitSettled();
        return struck;
    }
}
