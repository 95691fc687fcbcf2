package network.peer.tokenomics;

/** Fee rates on the net amount, in basis points: 100 is 1 %. The inviter's share is due only if the payer has one. */
public record FeeRates(int companyBasisPoints, int burnBasisPoints, int inviterBasisPoints) {
    static final int WHOLE = 10_000;

    public FeeRates {
        if (companyBasisPoints < 0 || burnBasisPoints < 0 || inviterBasisPoints < 0) {
            throw new IllegalArgumentException("negative fee rate");
        }
        if ((long) companyBasisPoints + burnBasisPoints + inviterBasisPoints > WHOLE) {
            throw new IllegalArgumentException("fee rates above 100 %");
        }
    }

    int totalBasisPoints(boolean hasInviter) {
        return companyBasisPoints + burnBasisPoints + (hasInviter ? inviterBasisPoints : 0);
    }
}
