package network.peer.transfer.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageRulesTest {
    private static final int MOST = 500;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks for the coffee!",
                "3.50 for the beer, e.g. yesterday's, i.e. z.B. the big one...",
                "Grüße aus Łódź, 你好。再见",
                "see you at 10:30",
                "to: all, re: nothing",
                "❤️ 🎉 👍🏽",
                "1️⃣ #️⃣ ↔️ ‼️",
                "wait...what?",
                "1.2.3"
            })
    void takesWhatPeopleWrite(String message) {
        assertThat(MessageRules.check(message, MOST)).isEqualTo(message);
    }

    @Test
    void blankIsNoMessage() {
        assertThat(MessageRules.check(null, MOST)).isNull();
        assertThat(MessageRules.check("  \n ", MOST)).isNull();
        assertThat(MessageRules.check("  hello ", MOST)).isEqualTo("hello");
    }

    @Test
    void fiveHundredCharactersAsAReaderCountsThem() {
        assertThat(MessageRules.check("e\u0301".repeat(500), MOST)).hasSize(1_000);
        assertThat(MessageRules.check("👍🏽".repeat(500), MOST)).hasSize(2_000);

        refused("x".repeat(501));
        refused("e\u0301".repeat(501));
        refused("x" + "\u0301".repeat(1_000_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u0000b",
                "a\nb",
                "a\tb",
                "a\rb",
                "a\u001bb",
                "a\u0085b",
                "a\u2028b",
                "a\u2029b",
                "a\ud83d",
                "\udc00b",
                "a\u200bb",
                "a\u200cb",
                "a\u200db",
                "a\u2060b",
                "a\ufeffb",
                "a\u00adb",
                "a\u202eb",
                "a\u2066b",
                "a\u180eb",
                "a\u3164b",
                "a\u115fb",
                "a\u034fb",
                "a\u2800b",
                "a\ue000b",
                "a\udb40\udc61b",
                "a\udb40\udd00b",
                "a\udb40\uddefb",
                "a\ufe00b",
                "a\ufe0fb",
                "1\ufe0f2",
                "\ufe0f",
                "❤\ufe0e",
                "❤\ufe0f\ufe0f",
                "🎉\udb40\udd00"
            })
    void refusesControlAndInvisibleCharacters(String message) {
        refused(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://x",
                "look at https://evil.example/path",
                "HTTPS://EVIL",
                "ftp://host",
                "www.evil",
                "go to evil.example now",
                "evil.example/login",
                "evil.com",
                "Evil.Co.Uk",
                "bücher.example",
                "xn--bcher-kva.example",
                "user@mail.example",
                "t.me/someone",
                "10.0.0.1",
                "192.168.0.1:8080",
                "javascript:alert",
                "mailto:someone",
                "solana:9xQ",
                "ｅｖｉｌ．ｃｏｍ",
                "evil。com",
                "evil.\ufe0fcom",
                "evil.\udb40\udd00com",
                "[::1]"
            })
    void refusesWhatCouldBeClickedOn(String message) {
        refused(message);
    }

    @Test
    void doesNotTakeLongForNastyTexts() {
        assertThat(MessageRules.check("a-".repeat(249), MOST)).isNotNull();
        assertThat(MessageRules.check("1.".repeat(249), MOST)).isNotNull();
        refused("a.".repeat(248) + "com");
    }

    private static void refused(String message) {
        assertThatThrownBy(() -> MessageRules.check(message, MOST))
                .isInstanceOfSatisfying(
                        BusinessException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_NOT_ALLOWED))
                .hasMessageStartingWith("message:");
    }
}
