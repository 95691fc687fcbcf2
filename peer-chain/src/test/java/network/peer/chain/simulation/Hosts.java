package network.peer.chain.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Threads that pass one baton: whoever holds it runs, all others wait; kept from one simulation to the next. */
final class Hosts {
    private final Deque<Host> idle = new ArrayDeque<>();
    private final Semaphore ended = new Semaphore(0);
    private @Nullable Consumer<Host> work;

    /** One of the threads. */
    final class Host extends Thread {
        private final Semaphore baton = new Semaphore(0);

        private Host() {
            super("simulation");
            setDaemon(true);
        }

        @Override
        public void run() {
            while (true) {
                baton.acquireUninterruptibly();
                Consumer<Host> toDo = work;
                if (toDo != null) {
                    toDo.accept(this);
                }
            }
        }

        /** Gives the baton to a thread that waits in {@link #await}, or is idle. */
        void goOn() {
            baton.release();
        }

        void await() {
            baton.acquireUninterruptibly();
        }

        /** To be called before the baton is given away for good. */
        void becomeIdle() {
            idle.push(this);
        }
    }

    /** Runs the work on a first thread, and returns when some thread says that all has ended. */
    void run(Consumer<Host> newWork) {
        work = newWork;
        idleHost().goOn();
        ended.acquireUninterruptibly();
    }

    Host idleHost() {
        Host host = idle.poll();
        if (host == null) {
            host = new Host();
            host.start();
        }
        return host;
    }

    void end() {
        ended.release();
    }
}
