package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.peer.system.People.Person;
import org.junit.jupiter.api.Test;

/** What must stay secret is in no answer that is not its own, and in nothing that the server writes down as text. */
class SecretsSystemIT extends SystemTest {
    private static final String PASSWORD = "Zz9-" + "f8a1c2e4d6b7" + "-hush";

    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void noSecretIsInLogsOrErrors() throws Exception {
        Person person = people.verified();
        Api.Answer session = people.session(person);
        String accessToken = session.data("logIn").path("accessToken").asText();
        String refreshToken = session.data("logIn").path("refreshToken").asText();
        Map<String, String> secrets = new LinkedHashMap<>();
        secrets.put("a user's password", People.PASSWORD);
        secrets.put("a password that was refused", PASSWORD);
        secrets.put("an access token", accessToken);
        secrets.put("a refresh token", refreshToken);
        secrets.putAll(ServerSecrets.of(stack()));

        List<String> answers = provokeErrors(person, accessToken, refreshToken);

        secrets.forEach((name, secret) -> {
            assertThat(secret).as(name).hasSizeGreaterThan(5);
            assertThat(answers).as("answers without " + name).noneMatch(answer -> answer.contains(secret));
        });
        for (Path log : logs()) {
            String text = Files.readString(log, StandardCharsets.ISO_8859_1);
            secrets.forEach((name, secret) ->
                    assertThat(text.contains(secret)).as(log + " holds " + name).isFalse());
        }
    }

    private List<String> provokeErrors(Person person, String accessToken, String refreshToken) {
        String logIn =
                "mutation($email: String!, $password: String!) { logIn(email: $email, password: $password) { user { id } } }";
        List<Api.Answer> answers = new ArrayList<>();
        answers.add(api.call(null, logIn, Map.of("email", person.email(), "password", PASSWORD)));
        answers.add(api.call(null, logIn, Map.of("email", person.email() + "\u0000", "password", PASSWORD)));
        answers.add(api.call(null, logIn, Map.of("email", person.email(), "password", Map.of("is", PASSWORD))));
        answers.add(api.call(null, logIn, Map.of("email", person.email(), "password", List.of(PASSWORD, PASSWORD))));
        answers.add(api.call(
                null,
                "mutation($input: RegisterInput!) { register(input: $input) { id } }",
                Map.of("input", Map.of("email", person.email(), "userName", "taken_or_not", "password", PASSWORD))));
        answers.add(api.call(accessToken, "{ me { id email shoeSize } }"));
        answers.add(api.call(accessToken + "x", "{ me { id } }"));
        answers.add(api.call(
                null,
                "mutation($token: String!) { refreshSession(refreshToken: $token) { user { id } } }",
                Map.of("token", refreshToken + "x")));
        answers.add(api.post(accessToken, "{\"query\": \"{ me { id }\", \"variables\": {\"p\": \"" + PASSWORD + "\"}"));
        assertThat(answers).noneMatch(answer -> answer.code().equals("OK")).noneMatch(answer -> answer.code()
                .equals("INTERNAL"));
        return answers.stream().map(Api.Answer::body).toList();
    }

    /** What the server writes down: its output, and every log under its folder. */
    private static List<Path> logs() throws IOException {
        Path output = stack().server().log();
        try (Stream<Path> files = Files.walk(output.toAbsolutePath().getParent())) {
            List<Path> logs = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.(log|txt|out)(\\..*)?"))
                    .toList();
            assertThat(logs).isNotEmpty();
            return logs;
        }
    }
}
