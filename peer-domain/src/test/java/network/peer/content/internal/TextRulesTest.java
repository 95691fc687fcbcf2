package network.peer.content.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {
    private static final String FAMILY = "👨‍👩‍👧‍👦";

    @Test
    void countsWhatAReaderSeesAsOneCharacter() {
        assertThat(TextRules.check(FAMILY.repeat(10), 10)).isEqualTo(FAMILY.repeat(10));
        assertThat(TextRules.check("e\u0301".repeat(10), 10)).hasSize(20);

        refused(FAMILY.repeat(11), 10);
        refused("e\u0301".repeat(11), 10);
    }

    @Test
    void takesWhiteSpaceAwayAroundTheTextAndKeepsLineFeedsInside() {
        assertThat(TextRules.check("  one\ntwo \n", 10)).isEqualTo("one\ntwo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "\n\n", "a\u0000b", "a\tb", "a\rb", "a\u001bb", "a\u0085b", "a\ud83d", "\udc00b"})
    void refusesEmptyAndBrokenTexts(String text) {
        refused(text, 10);
    }

    @Test
    void refusesAMegabyteWithoutTakingItApart() {
        refused("x".repeat(1_000_000), TextRules.LONGEST_POST);
        refused("e" + "\u0301".repeat(1_000_000), TextRules.LONGEST_POST);
    }

    private static void refused(String text, int longest) {
        assertThatThrownBy(() -> TextRules.check(text, longest))
                .isInstanceOfSatisfying(
                        BusinessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
                .hasMessageStartingWith("text:");
    }
}
