package network.peer.ledger;

import java.util.UUID;

/** The accounts that belong to no user; the first migration of the ledger creates them under these ids. */
public enum SystemAccount {
    /** Counterpart of everything that exists; the only one besides EXTERNAL that may be negative. */
    ISSUANCE(1),
    /** What mints are drawn from; its genesis balance is the total cap. */
    REWARD_POOL(2),
    /** The company: action revenue and company fees. */
    TREASURY(3),
    /** Burns that are not final on chain yet. */
    BURN(4),
    /** The world outside: withdrawals and deposits. */
    EXTERNAL(5);

    private final int number;

    SystemAccount(int number) {
        this.number = number;
    }

    public LedgerAccountId id() {
        return new LedgerAccountId(new UUID(0x7000L, 0x8000_0000_0000_0000L | number));
    }
}
