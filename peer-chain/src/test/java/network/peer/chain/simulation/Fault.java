package network.peer.chain.simulation;

/** What goes wrong in a simulation. */
enum Fault {
    LOST_SEND("lost send"),
    LATE_LANDING("late landing"),
    LANDED_TIMEOUT("landed, answered with a time-out"),
    LANDED_RESET("landed, answered with a reset"),
    LANDED_NULL("landed, answered with null"),
    LANDED_ERROR("landed, answered with an error"),
    LANDED_FAILED("landed with an error of its own"),
    POISONED("an intent that no transaction can pay"),
    FORGOTTEN("status cache forgotten, history cut off"),
    LAGGING("lagging endpoint"),
    LYING("one endpoint of two lies"),
    FORK("fork before finality"),
    LAST_BLOCK("landing in the last valid block"),
    DUPLICATE("duplicate delivery"),
    STORM("storm of 429"),
    CRASH("crash between two statements"),
    ZOMBIE("zombie worker after its lease"),
    UNKNOWN_COMMIT("commit with unknown outcome"),
    CLOCK_JUMP("clock jump"),
    TWO_NODES("two nodes at once");

    private final String text;

    Fault(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
