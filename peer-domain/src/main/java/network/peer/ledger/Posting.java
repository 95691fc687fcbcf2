package network.peer.ledger;

import network.peer.token.TokenAmount;

/** Moves one positive amount from the debited to the credited account, so it balances by construction. */
public record Posting(LedgerAccountId debit, LedgerAccountId credit, PostingRole role, TokenAmount amount) {
    public Posting {
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("a posting needs two accounts: " + debit);
        }
        if (amount.isZero()) {
            throw new IllegalArgumentException("a posting of nothing from " + debit + " to " + credit);
        }
    }

    /** The correction of this posting: history is never edited, only added to. */
    public Posting reversed() {
        return new Posting(credit, debit, role, amount);
    }
}
