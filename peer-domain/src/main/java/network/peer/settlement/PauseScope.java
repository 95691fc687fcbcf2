package network.peer.settlement;

/**
 * What a pause stops: everything, a lane, or a kind of intent. Live attempts are followed all the same.
 *
 * @param code {@code ALL}, {@code RECOVERY}, {@code LANE:name} or {@code KIND:kind}
 */
public record PauseScope(String code) {
    public static final PauseScope ALL = new PauseScope("ALL");
    /** Everything too, but apart from {@link #ALL}: resuming for another reason must not lift it. */
    public static final PauseScope RECOVERY = new PauseScope("RECOVERY");

    public PauseScope {
        if (!code.equals("ALL") && !code.equals("RECOVERY") && !code.matches("LANE:[a-z0-9-]{1,40}") && !isKind(code)) {
            throw new IllegalArgumentException("no scope of a pause: " + code);
        }
    }

    public static PauseScope lane(String name) {
        return new PauseScope("LANE:" + name);
    }

    public static PauseScope kind(IntentKind kind) {
        return new PauseScope("KIND:" + kind);
    }

    private static boolean isKind(String code) {
        for (IntentKind kind : IntentKind.values()) {
            if (code.equals("KIND:" + kind)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return code;
    }
}
