package network.peer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class TokenAmountPropertyTest {
    @Property
    void whatIsDisplayedIsReadBackUnchanged(@ForAll @LongRange(min = 0) long baseUnits) {
        TokenAmount amount = new TokenAmount(baseUnits);

        assertThat(TokenAmount.parse(amount.display())).isEqualTo(amount);
    }

    @Property
    void minusUndoesPlus(
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long left,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE / 2) long right) {
        TokenAmount sum = new TokenAmount(left).plus(new TokenAmount(right));

        assertThat(sum.minus(new TokenAmount(right))).isEqualTo(new TokenAmount(left));
    }

    @Property
    void nothingButPlainDecimalsIsRead(@ForAll String text) {
        if (!text.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) {
            assertThatThrownBy(() -> TokenAmount.parse(text)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Example
    void decimalsAreBaseUnits() {
        assertThat(TokenAmount.parse("2.119542178")).isEqualTo(new TokenAmount(2_119_542_178L));
        assertThat(TokenAmount.parse("0.5")).isEqualTo(new TokenAmount(500_000_000L));
    }

    @Example
    void noAmountIsNegativeOrLargerThanALongHolds() {
        assertThatThrownBy(() -> new TokenAmount(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenAmount.ZERO.minus(new TokenAmount(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenAmount(Long.MAX_VALUE).plus(new TokenAmount(1)))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> TokenAmount.parse("9999999999.999999999"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
