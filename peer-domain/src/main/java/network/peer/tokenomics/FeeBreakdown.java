package network.peer.tokenomics;

import network.peer.token.TokenAmount;

/** One amount taken apart: what the payer is debited is exactly the recipient's net and the three fees. */
public record FeeBreakdown(TokenAmount net, TokenAmount companyFee, TokenAmount burnFee, TokenAmount inviterFee) {
    /** What the payer is debited. */
    public TokenAmount debit() {
        return net.plus(fees());
    }

    public TokenAmount fees() {
        return companyFee.plus(burnFee).plus(inviterFee);
    }
}
