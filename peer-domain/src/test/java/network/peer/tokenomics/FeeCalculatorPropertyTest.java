package network.peer.tokenomics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import network.peer.token.TokenAmount;

class FeeCalculatorPropertyTest {
    @Property
    void aPriceIsExactlyItsPartsAndItsNetIsTheLargestPossible(
            @ForAll @LongRange(min = 0) long price,
            @ForAll boolean hasInviter,
            @ForAll @IntRange(max = 3_000) int company,
            @ForAll @IntRange(max = 3_000) int burn,
            @ForAll @IntRange(max = 3_000) int inviter) {
        FeeRates rates = new FeeRates(company, burn, inviter);
        FeeBreakdown parts = new FeeCalculator(rates).included(new TokenAmount(price), hasInviter);
        long net = parts.net().baseUnits();

        assertThat(parts.debit()).isEqualTo(new TokenAmount(price));
        assertThat(withFees(net, rates, hasInviter)).isLessThanOrEqualTo(BigInteger.valueOf(price));
        if (net < Long.MAX_VALUE) {
            assertThat(withFees(net + 1, rates, hasInviter)).isGreaterThan(BigInteger.valueOf(price));
        }
    }

    @Property
    void addedFeesAreEachRoundedDown(
            @ForAll @LongRange(min = 0, max = 19_500_000_000_000_000L) long net, @ForAll boolean hasInviter) {
        FeeBreakdown parts = new FeeCalculator(new FeeRates(200, 100, 100)).added(new TokenAmount(net), hasInviter);

        assertThat(parts.companyFee().baseUnits()).isEqualTo(net / 50);
        assertThat(parts.burnFee().baseUnits()).isEqualTo(net / 100);
        assertThat(parts.inviterFee().baseUnits()).isEqualTo(hasInviter ? net / 100 : 0);
        assertThat(parts.debit().baseUnits()).isEqualTo(net + net / 50 + net / 100 + (hasInviter ? net / 100 : 0));
    }

    private static BigInteger withFees(long net, FeeRates rates, boolean hasInviter) {
        BigInteger sum = BigInteger.valueOf(net).add(fee(net, rates.companyBasisPoints()));
        sum = sum.add(fee(net, rates.burnBasisPoints()));
        return hasInviter ? sum.add(fee(net, rates.inviterBasisPoints())) : sum;
    }

    private static BigInteger fee(long net, int basisPoints) {
        return BigInteger.valueOf(net).multiply(BigInteger.valueOf(basisPoints)).divide(BigInteger.valueOf(10_000));
    }
}
