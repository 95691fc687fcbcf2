package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import network.peer.launcher.AppServer;
import network.peer.launcher.PeerStack;
import network.peer.system.UnknownCommits.Beat;

/** What happens to the server itself and to its database while it settles. */
final class ProcessRounds {
    private static final int ONE_DAY = 86_400;

    private final PeerStack stack;
    private final HostileChain hostile;
    private final LocalnetControl chain;
    private final Payouts books;
    private final UnknownCommits commits;

    ProcessRounds(PeerStack stack, HostileChain hostile) {
        this.stack = stack;
        this.hostile = hostile;
        this.chain = hostile.levers();
        this.books = hostile.books();
        this.commits = new UnknownCommits(stack, books);
    }

    List<Round> all() {
        return List.of(
                new Round("zombie worker after its lease", "SIGSTOP until every lease is over, SIGCONT", this::zombie),
                new Round("unknown commit of a claim", "committed, the connection is cut", () -> unknown(Beat.CLAIM)),
                new Round(
                        "unknown commit of an attempt", "committed, the connection is cut", () -> unknown(Beat.STORE)),
                new Round("unknown commit of an end", "committed, the connection is cut", () -> unknown(Beat.RECORD)),
                new Round("clock jump", "leases and business time jump, block time stands still", this::clockJump));
    }

    /** Time is as it was, and commits are answered. */
    void heal() {
        commits.heal();
        books.asOwner("update business_time_offset set offset_seconds = 0");
        books.asOwner("update settlement_lane set lease_until = least(lease_until, clock_timestamp() + interval '2 s')"
                + " where lease_until is not null");
    }

    /** The server sleeps between claim and signature. */
    private long zombie() {
        chain.hold("simulateTransaction", "before");
        hostile.owe();
        chain.awaitHeld();
        signal(stack.server(), "STOP");
        chain.release();
        books.await(
                "every lease is over", () -> books.count("settlement_lane where lease_until > clock_timestamp()") == 0);
        signal(stack.server(), "CONT");
        return 1;
    }

    private long unknown(Beat beat) {
        return commits.cutOne(beat, hostile::owe);
    }

    /** What lanes hold ends at once, or an hour later, as if the database's clock had jumped. */
    private long clockJump() {
        chain.hold("simulateTransaction", "before");
        hostile.owe();
        chain.awaitHeld();
        chain.control("clock", "{\"frozen\":true}");
        books.asOwner("update business_time_offset set offset_seconds = "
                + (hostile.random().nextInt(20) - 10) * ONE_DAY);
        String hour = hostile.random().nextBoolean() ? "+ interval '1 hour'" : "- interval '1 hour'";
        books.asOwner("update settlement_lane set lease_until = lease_until " + hour);
        chain.release();
        hostile.pass(20);
        return 1;
    }

    /** @param name STOP, after which the process does nothing, and CONT, after which it goes on */
    static void signal(AppServer server, String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid()))
                    .inheritIO()
                    .start();
            assertThat(kill.waitFor()).as("exit code of kill").isZero();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
