package network.peer.chain.telemetry;

import java.util.Locale;

/** The five beats of a batch, in their order. */
public enum Beat {
    CLAIM,
    SIGN,
    STORE,
    SEND,
    RECORD;

    /** As labels and span names have it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
