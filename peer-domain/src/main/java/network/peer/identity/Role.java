package network.peer.identity;

/** What a user may do; everyone has USER, the others are granted. */
public enum Role {
    /** Acts, holds, transfers, withdraws. */
    USER,
    /** Hides content. */
    MODERATOR,
    /** Manages users and tokenomics. */
    ADMIN,
    /** Runs batch jobs, sees and retries settlements. */
    OPERATOR,
    /** Reads everything about money, changes nothing. */
    AUDITOR
}
