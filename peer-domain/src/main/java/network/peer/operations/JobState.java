package network.peer.operations;

/** Where a run of a batch job is. */
public enum JobState {
    STARTING(true),
    RUNNING(true),
    STOPPING(true),
    COMPLETED(false),
    STOPPED(false),
    FAILED(false),
    /** Its server died; another run continues it. */
    LOST(false);

    private final boolean live;

    JobState(boolean live) {
        this.live = live;
    }

    /** Whether it is still going on, as far as its heartbeat tells. */
    public boolean isLive() {
        return live;
    }
}
