package network.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    @Test
    void aCursorLeadsBackToItsKey() {
        UUID id = UUID.fromString("0190a000-0000-7000-8000-000000000001");
        Page<UUID> page = Page.of(List.of(id, id), new PageRequest(1, null), UUID::toString);

        assertThat(page.items()).containsExactly(id);
        assertThat(page.hasNext()).isTrue();
        assertThat(new PageRequest(1, page.cursors().get(0)).afterId()).isEqualTo(id);
    }

    @Test
    void aFullPageWithoutMoreIsTheLast() {
        Page<String> page = Page.of(List.of("a", "b"), new PageRequest(2, null), key -> key);

        assertThat(page.items()).containsExactly("a", "b");
        assertThat(page.hasNext()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 101, Integer.MAX_VALUE})
    void refusesPagesOfOtherSizes(int first) {
        refused(() -> new PageRequest(first, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "=", "ä", "a b", "%00", "A"})
    void refusesWhatIsNoCursor(String after) {
        refused(() -> new PageRequest(1, after));
    }

    @Test
    void refusesTheCursorOfAListThatIsSortedOtherwise() {
        refused(() -> new PageRequest(1, PageRequest.cursor("2026-11-21")).afterId());
        refused(() -> new PageRequest(1, "A".repeat(1_000_000)));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BusinessException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.BAD_INPUT));
    }
}
