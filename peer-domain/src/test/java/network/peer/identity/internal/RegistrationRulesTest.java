package network.peer.identity.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import network.peer.BusinessException;
import network.peer.identity.RegisterCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistrationRulesTest {
    @ParameterizedTest
    @ValueSource(strings = {"abc", "a-1", "_x_", "ABC_def-123", "abcdefghijklmnopqrstuvw"})
    void acceptsUserNames(String userName) {
        assertThatCode(() -> check("a@example.org", userName, "Secret123")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "abcdefghijklmnopqrstuvwx",
                "123",
                "_-_",
                "with space",
                "naïve",
                "a.b.c",
                "admin",
                "Admin",
                "REWARD_POOL",
                "treasury",
                "abc\n"
            })
    void refusesUserNames(String userName) {
        refused("userName", "a@example.org", userName, "Secret123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.org", "A.b+c@sub.example.org", "o'neil@example.co"})
    void acceptsEmails(String email) {
        assertThatCode(() -> check(email, "alice", "Secret123")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "@example.org",
                "a@",
                "a@localhost",
                "a@@example.org",
                "a b@example.org",
                "a@example..org",
                "a@-example.org",
                "a@example.org\n",
                "ä@example.org"
            })
    void refusesEmails(String email) {
        refused("email", email, "alice", "Secret123");
    }

    @Test
    void refusesEmailsThatAreTooLong() {
        refused("email", "a@" + "b".repeat(60) + (".c" + "d".repeat(60)).repeat(4) + ".org", "alice", "Secret123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Secret12", "Ünicode9x", "aA1!aA1! with spaces"})
    void acceptsPasswords(String password) {
        assertThatCode(() -> check("a@example.org", "alice", password)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Secre12", "secret123", "SECRET123", "SecretSecret"})
    void refusesPasswords(String password) {
        refused("password", "a@example.org", "alice", password);
    }

    @Test
    void countsThePasswordInCharactersNotInCodeUnits() {
        assertThatCode(() -> check("a@example.org", "alice", "aA1" + "😀".repeat(125)))
                .doesNotThrowAnyException();
        refused("password", "a@example.org", "alice", "aA1" + "😀".repeat(126));
        refused("password", "a@example.org", "alice", "aA1" + "x".repeat(1_000_000));
    }

    private static void refused(String field, String email, String userName, String password) {
        assertThatThrownBy(() -> check(email, userName, password))
                .isInstanceOf(BusinessException.class)
                .hasMessageStartingWith(field + ":");
    }

    private static void check(String email, String userName, String password) {
        RegistrationRules.check(new RegisterCommand(email, userName, password, null));
    }
}
