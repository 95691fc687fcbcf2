package network.peer.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import network.peer.launcher.Build;
import network.peer.launcher.Localnet;
import network.peer.system.People.Person;
import org.junit.jupiter.api.Test;

/**
 * The guide to the API holds: its examples, compiled as the guide shows them, are run by Node against the deployed
 * application. {@code peer-web/client/examples/run.ts} says what it needs and checks what they answer.
 */
class ApiGuideSystemIT extends SystemTest {
    private static final String ASKS_FOR_MAIL = "mail ";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(61);
    private final Api api = new Api(stack().url());
    private final People people = new People(api, stack().database());

    @Test
    void everyExampleOfTheGuideDoesWhatItSays() throws Exception {
        Person earner = people.verified();
        Person friend = people.verified();
        new PastGems(people, day).give(earner, friend);
        api.call(
                        people.accessToken(people.withRole("OPERATOR")),
                        "mutation($day: Date!) { startDailyRewards(day: $day) { id } }",
                        Map.of("day", day.toString()))
                .expectOk();
        Map<String, String> scene = Map.of(
                "endpoint", stack().url().resolve("graphql").toString(),
                "password", People.PASSWORD,
                "earner", earner.email(),
                "recipientId", friend.id(),
                "day", day.toString());

        Localnet.requireNode();
        Process node = new ProcessBuilder("node", Build.current().examples().toString())
                .redirectErrorStream(true)
                .start();
        // Its own patience is shorter; this is for one that does not even get so far.
        CompletableFuture.delayedExecutor(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .execute(node::destroyForcibly);
        try {
            List<String> said = converse(node, new ObjectMapper().writeValueAsString(scene));

            String everything = String.join("\n", said);
            assertThat(node.waitFor()).as(everything).isZero();
            assertThat(said).as(everything).last().isEqualTo("all examples hold");
        } finally {
            node.destroyForcibly();
        }
    }

    /** Tells the scene, answers whenever it asks for mail, until it says nothing more. @return the other lines */
    private List<String> converse(Process node, String scene) throws IOException {
        List<String> said = new ArrayList<>();
        try (BufferedWriter input = node.outputWriter(StandardCharsets.UTF_8);
                BufferedReader output = node.inputReader(StandardCharsets.UTF_8)) {
            tell(input, scene);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(ASKS_FOR_MAIL)) {
                    tell(input, people.verificationToken(line.substring(ASKS_FOR_MAIL.length())));
                } else {
                    said.add(line);
                }
            }
        }
        return said;
    }

    private static void tell(Writer input, String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }
}
