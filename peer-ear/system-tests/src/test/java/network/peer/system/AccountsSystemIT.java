package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import network.peer.launcher.Polling;
import network.peer.system.People.Person;
import org.junit.jupiter.api.Test;

/** Sessions, passwords, administration and service tokens as clients see them, on the deployed application. */
class AccountsSystemIT extends SystemTest {
    private static final String OTHER_PASSWORD = "An0ther-and-4-donkeys";

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void loggingOutEndsTheAccessTokenToo() {
        Api.Answer session = people.session(people.verified()).expectOk();
        String accessToken = session.data("logIn").path("accessToken").asText();
        assertThat(me(accessToken).code()).isEqualTo("OK");

        api.call(
                        null,
                        "mutation($token: String!) { logOut(refreshToken: $token) }",
                        Map.of(
                                "token",
                                session.data("logIn").path("refreshToken").asText()))
                .expectOk();

        assertThat(me(accessToken).code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void forgottenPasswordIsResetByMail() {
        Person person = people.verified();
        String before = people.accessToken(person);
        String request = "mutation($email: String!) { requestPasswordReset(email: $email) }";
        api.call(null, request, Map.of("email", "nobody-" + person.email())).expectOk();
        api.call(null, request, Map.of("email", person.email())).expectOk();
        String token = people.mailedToken(person, "Reset your Peer password");

        Api.Answer reset = api.call(
                        null,
                        "mutation($token: String!, $new: String!)"
                                + " { resetPassword(token: $token, newPassword: $new) { accessToken } }",
                        Map.of("token", token, "new", OTHER_PASSWORD))
                .expectOk();

        assertThat(me(before).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(me(reset.data("resetPassword").path("accessToken").asText()).code())
                .isEqualTo("OK");
        assertThat(people.session(person).code()).isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void tooManyWrongPasswordsLockTheAddress() {
        Person person = people.register();
        String code = "";
        for (int attempt = 0; attempt < 12; attempt++) {
            code = api.call(
                            null,
                            "mutation($email: String!) { logIn(email: $email, password: \"wrong\") { accessToken } }",
                            Map.of("email", person.email()))
                    .code();
            if (attempt < 11) {
                assertThat(code).isEqualTo("BAD_CREDENTIALS");
            }
        }

        assertThat(code).isEqualTo("TOO_MANY_ATTEMPTS");
        assertThat(people.session(person).code()).isEqualTo("TOO_MANY_ATTEMPTS");
    }

    @Test
    void suspensionWorksAtOnceAndIsInTheAuditLog() {
        String admin = people.accessToken(people.withRole("ADMIN"));
        String auditor = people.accessToken(people.withRole("AUDITOR"));
        Person person = people.verified();
        String token = people.accessToken(person);

        administer(admin, "suspendUser", person).expectOk();

        assertThat(me(token).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(people.session(person).code()).isEqualTo("NOT_ACTIVE");

        administer(admin, "reinstateUser", person).expectOk();

        assertThat(me(token).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(people.session(person).code()).isEqualTo("OK");
        Api.Answer log = api.call(
                        auditor,
                        "query($subject: String!) { auditLog(subject: $subject) { edges { node { action details } } } }",
                        Map.of("subject", person.id()))
                .expectOk();
        assertThat(log.data("auditLog").path("edges").findValuesAsText("action"))
                .containsExactly("reinstate-user", "suspend-user");
    }

    @Test
    void aServiceTokenActsWithinItsScopesUntilItIsRevoked() {
        String accessToken = people.accessToken(people.verified());
        Api.Answer created = api.call(
                        accessToken,
                        "mutation($p: String!) { createServiceToken(password: $p, name: \"report\","
                                + " scopes: [USER_READ], days: 1) { secret serviceToken { id } } }",
                        Map.of("p", People.PASSWORD))
                .expectOk();
        String secret = created.data("createServiceToken").path("secret").asText();
        String id = created.data("createServiceToken")
                .path("serviceToken")
                .path("id")
                .asText();

        assertThat(me(secret).code()).isEqualTo("OK");
        assertThat(api.call(secret, "mutation { createPost(text: \"x\", idempotencyKey: \"k\") { id } }")
                        .code())
                .isEqualTo("FORBIDDEN");
        assertThat(api.call(secret, "mutation { revokeServiceToken(id: \"" + id + "\") { id } }")
                        .code())
                .isEqualTo("FORBIDDEN");

        api.call(accessToken, "mutation { revokeServiceToken(id: \"" + id + "\") { revokedAt } }")
                .expectOk();

        assertThat(me(secret).status()).isEqualTo(401);
    }

    @Test
    void aDeletedAccountIsNobodyAtOnce() {
        Person person = people.verified();
        String token = people.accessToken(person);

        api.call(token, "mutation($p: String!) { deleteAccount(password: $p) }", Map.of("p", People.PASSWORD))
                .expectOk();

        assertThat(me(token).code()).isEqualTo("UNAUTHENTICATED");
        assertThat(people.session(person).code()).isEqualTo("BAD_CREDENTIALS");
    }

    @Test
    void aTokenThatNamesAnUnknownKeyIsRefusedAndNoFailure() {
        String[] parts = people.accessToken(people.verified()).split("\\.", 3);
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"who\"}".getBytes(StandardCharsets.UTF_8));

        Api.Answer answer = me(header + "." + parts[1] + "." + parts[2]);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aRotationOfTheKeysLogsNobodyOut() throws IOException, InterruptedException {
        Person person = people.verified();
        String before = people.accessToken(person);

        String rotated = PeerAdmin.run(stack(), "access-keys", "rotate");

        assertThat(rotated).doesNotContain(keyOf(before));
        assertThat(Polling.until(Duration.ofSeconds(60), Duration.ofMillis(500), () -> rotated.contains(signingKey())))
                .as("the server signs with the key that the command names: %s", rotated)
                .isTrue();
        String after = people.accessToken(person);
        assertThat(rotated).contains(keyOf(after));
        assertThat(me(before).code()).isEqualTo("OK");
        assertThat(me(after).code()).isEqualTo("OK");
        String audited = "select coalesce(string_agg(subject, ','), '') from audit_log"
                + " where actor_id is null and action = 'rotate-access-keys'";
        assertThat(people.text(audited)).isEqualTo(keyOf(after));

        assertThat(PeerAdmin.refused(stack(), "access-keys", "rotate")).contains("too recent");

        assertThat(people.text(audited)).isEqualTo(keyOf(after));
    }

    private static String keyOf(String token) {
        byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));
        return json(new String(header, StandardCharsets.UTF_8)).path("kid").asText();
    }

    /** The first that the server shows. */
    private static String signingKey() {
        URI url = stack().url().resolve(".well-known/jwks.json");
        try (InputStream keys = url.toURL().openStream()) {
            return json(new String(keys.readAllBytes(), StandardCharsets.UTF_8))
                    .path("keys")
                    .path(0)
                    .path("kid")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private Api.Answer me(String token) {
        return api.call(token, "{ me { id } }");
    }

    private Api.Answer administer(String admin, String mutation, Person person) {
        return api.call(
                admin,
                "mutation($id: ID!) { " + mutation + "(userId: $id, reason: \"test\") { status } }",
                Map.of("id", person.id()));
    }
}
