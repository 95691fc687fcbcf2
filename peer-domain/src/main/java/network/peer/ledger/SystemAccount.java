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
    EXTERNAL(5),
    /** Where the SOL of our fee payers comes from, in lamports; may be negative. */
    EXTERNAL_LAMPORTS(6),
    /** What the network was paid for our transactions, in lamports. */
    CHAIN_FEES(7),
    /** What lies in accounts that we opened, and comes back when they are closed, in lamports. */
    ACCOUNT_RENT(8);

    private final int number;

    SystemAccount(int number) {
        this.number = number;
    }

    public LedgerAccountId id() {
        return new LedgerAccountId(new UUID(0x7000L, 0x8000_0000_0000_0000L | number));
    }
}
