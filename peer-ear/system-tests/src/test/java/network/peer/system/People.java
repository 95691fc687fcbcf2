package network.peer.system;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import network.peer.launcher.Database;
import network.peer.launcher.Polling;

/** Accounts for tests, opened as anybody opens one; roles and states are set as an administrator would. */
final class People {
    static final String PASSWORD = "Tr0ub4dor-and-3-horses";

    private final Api api;
    private final Database database;

    People(Api api, Database database) {
        this.api = api;
        this.database = database;
    }

    /** An account whose address is not proven yet. */
    record Person(String id, String email) {}

    Person register() {
        String name = "t" + UUID.randomUUID().toString().substring(0, 18);
        String email = name + "@people.example";
        String id = api.call(
                        null,
                        "mutation($input: RegisterInput!) { register(input: $input) { id } }",
                        Map.of("input", Map.of("email", email, "userName", name, "password", PASSWORD)))
                .data("register")
                .path("id")
                .asText();
        return new Person(id, email);
    }

    Person verified() {
        Person person = register();
        Api.Answer answer = api.call(
                null,
                "mutation($token: String!) { verifyEmail(token: $token) { user { verified } } }",
                Map.of("token", verificationToken(person)));
        if (!answer.code().equals("OK")) {
            throw new IllegalStateException(answer.body());
        }
        return person;
    }

    String verificationToken(Person person) {
        return verificationToken(person.email());
    }

    String verificationToken(String email) {
        return mailedToken(email, "Verify your Peer account");
    }

    String mailedToken(Person person, String subject) {
        return mailedToken(person.email(), subject);
    }

    /** The last line of the newest message with this subject, once it is there. */
    private String mailedToken(String email, String subject) {
        boolean there = Polling.until(Duration.ofSeconds(60), Duration.ofMillis(50), () -> !text(
                        "select count(*) from mail_message where recipient = ? and subject = ?", email, subject)
                .equals("0"));
        if (!there) {
            throw new IllegalStateException("no mail '" + subject + "'");
        }
        String body = text(
                        "select body from mail_message where recipient = ? and subject = ? order by id desc limit 1",
                        email,
                        subject)
                .strip();
        return body.substring(body.lastIndexOf('\n') + 1).strip();
    }

    Person withRole(String role) {
        return grant(verified(), role);
    }

    Person unverifiedWithRole(String role) {
        return grant(register(), role);
    }

    private Person grant(Person person, String role) {
        if (!role.equals("USER")) {
            execute(
                    "insert into app_user_role (user_id, role, granted_at) values (cast(? as uuid), '" + role
                            + "', now())",
                    person.id());
        }
        return person;
    }

    /** A service token of somebody, as createServiceToken would make it; without a log-in, which every test would pay for. */
    String serviceToken(Person person, String scope) {
        String secret = "peer_st_" + UUID.randomUUID();
        execute(
                "insert into service_token (id, user_id, name, token_hash, scopes, expires_at) values (gen_random_uuid(),"
                        + " cast(? as uuid), 'test', sha256(cast('" + secret + "' as bytea)), '" + scope
                        + "', now() + interval '1 day')",
                person.id());
        return secret;
    }

    void setStatus(Person person, String status) {
        execute("update app_user set status = '" + status + "' where id = cast(? as uuid)", person.id());
    }

    void takeRole(Person person, String role) {
        execute("delete from app_user_role where role = '" + role + "' and user_id = cast(? as uuid)", person.id());
    }

    /** The whole session, as logIn answers it. */
    Api.Answer session(Person person) {
        return api.call(
                null,
                "mutation($email: String!, $password: String!)"
                        + " { logIn(email: $email, password: $password) { accessToken refreshToken } }",
                Map.of("email", person.email(), "password", PASSWORD));
    }

    String accessToken(Person person) {
        return session(person).data("logIn").path("accessToken").asText();
    }

    String text(String query, String... parameters) {
        try (Connection connection = connect();
                PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("nothing found by " + query);
                }
                return row.getString(1);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(database.url(), database.ownerUser(), database.ownerPassword());
    }

    private void execute(String statement, String parameter) {
        try (Connection connection = connect();
                PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setString(1, parameter);
            if (prepared.executeUpdate() != 1) {
                throw new IllegalStateException("nothing changed by " + statement);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }
}
