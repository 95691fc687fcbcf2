package network.peer.tokenomics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.peer.token.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The worked figures of the specification, with company 2 %, burn 1 % and inviter 1 %. */
class FeeCalculatorTest {
    private static final FeeCalculator FEES = new FeeCalculator(new FeeRates(200, 100, 100));

    @ParameterizedTest
    @CsvSource({
        // net, has inviter, debit, company, burn, inviter
        "160,      false, 164.800000000, 3.200000000, 1.600000000, 0.000000000",
        "0.000001, false,   0.000001030, 0.000000020, 0.000000010, 0.000000000",
        "0.5,      false,   0.515000000, 0.010000000, 0.005000000, 0.000000000",
        "2,        true,    2.080000000, 0.040000000, 0.020000000, 0.020000000",
    })
    void addsFeesToATransfer(
            String net, boolean hasInviter, String debit, String company, String burn, String inviter) {
        FeeBreakdown parts = FEES.added(TokenAmount.parse(net), hasInviter);

        assertThat(parts.net()).isEqualTo(TokenAmount.parse(net));
        assertThat(parts.debit().display()).isEqualTo(debit);
        assertThat(parts.companyFee().display()).isEqualTo(company);
        assertThat(parts.burnFee().display()).isEqualTo(burn);
        assertThat(parts.inviterFee().display()).isEqualTo(inviter);
    }

    @Test
    void takesFeesOutOfAPriceAndGivesTheRestOfTheRoundingToTheCompany() {
        FeeBreakdown parts = FEES.included(TokenAmount.ofPeer(3), false);

        assertThat(parts.net().display()).isEqualTo("2.912621360");
        assertThat(parts.companyFee().display()).isEqualTo("0.058252427");
        assertThat(parts.burnFee().display()).isEqualTo("0.029126213");
        assertThat(parts.inviterFee()).isEqualTo(TokenAmount.ZERO);
        assertThat(parts.debit()).isEqualTo(TokenAmount.ofPeer(3));
    }

    @Test
    void theWorkedExampleEndsWithTheSpecifiedBalances() {
        TokenAmount payerT = TokenAmount.ofPeer(100_000);
        TokenAmount payerU = TokenAmount.ZERO;
        TokenAmount company = TokenAmount.ZERO;
        TokenAmount burnt = TokenAmount.ZERO;
        for (String net : new String[] {"160", "0.000001", "0.5"}) {
            FeeBreakdown parts = FEES.added(TokenAmount.parse(net), false);
            payerT = payerT.minus(parts.debit());
            payerU = net.equals("0.000001") ? payerU : payerU.plus(parts.net());
            company = company.plus(parts.companyFee());
            burnt = burnt.plus(parts.burnFee());
        }
        FeeBreakdown invitees = FEES.added(TokenAmount.ofPeer(2), true);
        payerU = payerU.minus(invitees.debit());
        payerT = payerT.plus(invitees.inviterFee());
        company = company.plus(invitees.companyFee());
        burnt = burnt.plus(invitees.burnFee());

        assertThat(payerT.display()).isEqualTo("99834.704998970");
        assertThat(payerU.display()).isEqualTo("158.420000000");
        assertThat(company.display()).isEqualTo("3.250000020");
        assertThat(burnt.display()).isEqualTo("1.625000010");
    }

    @Test
    void chargesNothingForAMint() {
        FeeBreakdown parts = FeeCalculator.none(TokenAmount.ofPeer(7));

        assertThat(parts.debit()).isEqualTo(TokenAmount.ofPeer(7));
        assertThat(parts.fees()).isEqualTo(TokenAmount.ZERO);
    }

    @Test
    void refusesRatesThatAreNoShares() {
        assertThatThrownBy(() -> new FeeRates(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FeeRates(9_000, 1_000, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
