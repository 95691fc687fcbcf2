package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import network.peer.BusinessException;
import network.peer.Page;
import network.peer.PageRequest;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.settlement.SettlementQueries.Progress;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {
    @Test
    void amountKeepsEveryDigitOf64Bits() {
        TokenAmountView view = TokenAmountView.of(new TokenAmount(Long.MAX_VALUE));

        assertThat(view.baseUnits()).isEqualTo("9223372036854775807");
        assertThat(view.decimals()).isEqualTo(9);
        assertThat(view.display()).isEqualTo("9223372036.854775807");
    }

    @ParameterizedTest
    @CsvSource({"0,0.00", "25,0.25", "-300,-3.00", "-25,-0.25", "235900,2359.00"})
    void gemsAreShownWithBothDecimalsAndTheirSign(long hundredths, String display) {
        assertThat(GemsView.of(hundredths)).isEqualTo(new GemsView(Long.toString(hundredths), display));
    }

    @Test
    void pageBecomesEdgesWithTheirCursorsAndItsEnd() {
        Page<String> page = Page.of(List.of("a", "b", "c"), new PageRequest(2, null), item -> item);

        List<String> edges = Edges.of(page, (cursor, item) -> cursor + "=" + item);
        PageInfoView pageInfo = PageInfoView.of(page);

        assertThat(edges)
                .containsExactly(page.cursors().get(0) + "=a", page.cursors().get(1) + "=b");
        assertThat(pageInfo).isEqualTo(new PageInfoView(true, page.cursors().get(1)));
    }

    @Test
    void emptyPageHasNoEnd() {
        assertThat(PageInfoView.of(new Page<>(List.of(), List.of(), false))).isEqualTo(new PageInfoView(false, null));
    }

    @Test
    void movementIsAsFarAsItsSlowestEffect() {
        String signature = new TransactionSignature("1".repeat(64)).base58();

        SettlementStateView view = SettlementStateView.ofSlowest(List.of(
                new MovementSettlement(Progress.FINALIZED, new TransactionSignature(signature)),
                new MovementSettlement(Progress.RECORDED, null)));

        assertThat(view).isEqualTo(new SettlementStateView(SettlementProgress.RECORDED, null));
        assertThat(SettlementStateView.ofSlowest(List.of())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1-1-1-1-1",
                "01900000-0000-7000-8000-00000000000g",
                "01900000-0000-7000-8000-0000000000011"
            })
    void textThatIsNoIdIsRefusedByItsArgument(String text) {
        assertThatThrownBy(() -> Arguments.id("postId", text))
                .isInstanceOf(BusinessException.class)
                .hasMessage("postId: not an id");
    }

    @Test
    void pageSizeHasADefaultAndAMaximum() {
        assertThat(Arguments.page(null, null).first()).isEqualTo(20);
        assertThatThrownBy(() -> Arguments.page(101, null)).isInstanceOf(BusinessException.class);
        assertThatThrownBy(() -> Arguments.page(0, null)).isInstanceOf(BusinessException.class);
    }

    @Test
    void countsBeyondAnIntAreShownAsTheMostItHolds() {
        assertThat(Arguments.count(5_000_000_000L)).isEqualTo(Integer.MAX_VALUE);
    }
}
