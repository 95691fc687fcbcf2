package network.peer.ledger;

import network.peer.token.TokenAmount;

/** What a holder has: free to spend, and held for a withdrawal that is not final. */
public record Balance(TokenAmount available, TokenAmount reserved) {
    public TokenAmount total() {
        return available.plus(reserved);
    }
}
