package network.peer.settlement;

/**
 * Something that a rebuild from the chain could not put right by itself. Recorded once for a kind and subject.
 *
 * @param subject what it is about, such as an address or the id of an intent
 * @param details for people: amounts, addresses, the signature
 */
public record Finding(Kind kind, String subject, String details) {

    public enum Kind {
        /** A wallet derived from our seed holds tokens, but its user is lost. */
        UNKNOWN_WALLET(false),
        /** A payout on chain to a wallet that the books do not know. */
        PAYOUT_OF_UNKNOWN_USER(false),
        /** Tokens of a lost user stand in a wallet that somebody got who registered between the loss and the rebuild. */
        INHERITED_WALLET(true),
        /** A payout into RESERVE that belongs to no payout on the books; the chain does not say whose it is. */
        PAYOUT_INTO_RESERVE(true),
        /** A payout on chain that the ledger refuses to book: running its day again could pay it twice. */
        PAYOUT_NOT_BOOKED(true),
        /** A movement on chain whose reason is lost, and which cannot be booked from its legs alone. */
        MOVEMENT_NOT_BOOKED(false),
        /** A movement on chain that was booked from its legs; its message, fees' names and idempotency key are lost. */
        MOVEMENT_REBUILT(false),
        /** The chain moved something else than the books owe for it. */
        DIFFERS_FROM_BOOKS(false),
        /** An intent was paid by two transactions. */
        PAID_TWICE(false),
        /** An intent that the books had as parked, which is settled by it, or have as voided, was paid. */
        PAID_THOUGH_SET_ASIDE(false),
        /** A transaction signed by us that is none of ours by its instructions. */
        UNREADABLE(false);

        private final boolean keepsPaused;

        Kind(boolean keepsPaused) {
            this.keepsPaused = keepsPaused;
        }

        /** Whether nothing may be signed until a person has dealt with it. */
        public boolean keepsPaused() {
            return keepsPaused;
        }
    }
}
