package network.peer.chain.simulation;

import java.util.stream.Stream;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * A wallet whose token account refuses to be moved, while the chain is at certain heights: whatever touches it then
 * fails, on whichever fork.
 *
 * @param wallet owns the account
 * @param account its token account
 * @param how what is wrong with it
 * @param fromHeight the first block in which it is so
 * @param untilHeight the first block in which it is not so any more
 */
record Poison(PublicKey wallet, PublicKey account, How how, long fromHeight, long untilHeight) {
    /** What is wrong with an account, and the error that an instruction which touches it ends with. */
    enum How {
        /** Token-2022's AccountFrozen. */
        FROZEN("{\"Custom\":17}"),
        /** Something else stands at its address, so that it cannot be created. */
        TAKEN("\"IllegalOwner\"");

        private final String error;

        How(String error) {
            this.error = error;
        }

        String error() {
            return error;
        }
    }

    /** Whether an error, as the RPC writes it, comes from a poison. */
    static boolean isIn(@Nullable String error) {
        return error != null && Stream.of(How.values()).anyMatch(how -> error.endsWith("," + how.error() + "]}"));
    }

    boolean isAt(long height) {
        return height >= fromHeight && height < untilHeight;
    }
}
