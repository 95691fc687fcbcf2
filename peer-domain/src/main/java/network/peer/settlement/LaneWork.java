package network.peer.settlement;

import java.util.Locale;

/** What a lane pays. */
public enum LaneWork {
    /** Payouts out of the reward pool: they commute. */
    MINT,
    /** Movements out of wallets, in the order of each wallet. */
    TRANSFER;

    /** As the database writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static LaneWork ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
