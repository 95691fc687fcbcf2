package network.peer.tokenomics;

import java.math.BigInteger;
import network.peer.token.TokenAmount;

/** Takes amounts apart into net and fees, exactly: each fee is rounded down to a base unit, and nothing is lost. */
public final class FeeCalculator {
    private static final BigInteger WHOLE = BigInteger.valueOf(FeeRates.WHOLE);

    private final FeeRates rates;

    public FeeCalculator(FeeRates rates) {
        this.rates = rates;
    }

    /**
     * Fees on top of what the recipient gets: transfers and withdrawals.
     *
     * @throws ArithmeticException if net and fees exceed what a mint can hold
     */
    public FeeBreakdown added(TokenAmount net, boolean hasInviter) {
        return new FeeBreakdown(
                net,
                fee(net.baseUnits(), rates.companyBasisPoints()),
                fee(net.baseUnits(), rates.burnBasisPoints()),
                inviterFee(net.baseUnits(), hasInviter));
    }

    /**
     * Fees inside a price: actions. The net is the largest n with n + fees(n) ≤ price, and what the rounding leaves over
     * goes to the company.
     */
    public FeeBreakdown included(TokenAmount price, boolean hasInviter) {
        long net = largestNetWithin(price.baseUnits(), hasInviter);
        TokenAmount burnFee = fee(net, rates.burnBasisPoints());
        TokenAmount inviterFee = inviterFee(net, hasInviter);
        TokenAmount companyFee =
                price.minus(new TokenAmount(net)).minus(burnFee).minus(inviterFee);
        return new FeeBreakdown(new TokenAmount(net), companyFee, burnFee, inviterFee);
    }

    /** No fees: mint, migration, corrections. */
    public static FeeBreakdown none(TokenAmount amount) {
        return new FeeBreakdown(amount, TokenAmount.ZERO, TokenAmount.ZERO, TokenAmount.ZERO);
    }

    private long largestNetWithin(long price, boolean hasInviter) {
        // Rounding down can only make the fees smaller, so this start is never too large, and at most a few too small.
        long net = BigInteger.valueOf(price)
                .multiply(WHOLE)
                .divide(BigInteger.valueOf(FeeRates.WHOLE + rates.totalBasisPoints(hasInviter)))
                .longValueExact();
        while (net < price && net + 1 <= price - feesOf(net + 1, hasInviter)) {
            net++;
        }
        return net;
    }

    private long feesOf(long net, boolean hasInviter) {
        return fee(net, rates.companyBasisPoints())
                .plus(fee(net, rates.burnBasisPoints()))
                .plus(inviterFee(net, hasInviter))
                .baseUnits();
    }

    private TokenAmount inviterFee(long net, boolean hasInviter) {
        return hasInviter ? fee(net, rates.inviterBasisPoints()) : TokenAmount.ZERO;
    }

    private static TokenAmount fee(long net, int basisPoints) {
        return new TokenAmount(BigInteger.valueOf(net)
                .multiply(BigInteger.valueOf(basisPoints))
                .divide(WHOLE)
                .longValueExact());
    }
}
