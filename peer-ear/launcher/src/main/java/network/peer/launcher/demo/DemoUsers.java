package network.peer.launcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;

/** The demo's people: they register, read their mail and verify like everybody, which opens a session. */
final class DemoUsers {

    static final String PASSWORD = "Peer-Demo-2026";
    static final String OPERATOR = "operator@demo.peer.example";

    private final GraphQLClient graphql;
    private final Database database;

    DemoUsers(GraphQLClient graphql, Database database) {
        this.graphql = graphql;
        this.database = database;
    }

    static String email(int number) {
        return String.format(Locale.ROOT, "user%03d@demo.peer.example", number + 1);
    }

    static String userName(int number) {
        return String.format(Locale.ROOT, "demo_user_%03d", number + 1);
    }

    /** Opens an account and proves its address; the access token of its first session. */
    String register(String email, String userName) {
        graphql.call(
                null,
                "mutation($input: RegisterInput!) { register(input: $input) { id } }",
                Map.of("input", Map.of("email", email, "userName", userName, "password", PASSWORD)));
        JsonNode data = graphql.call(
                null,
                "mutation($token: String!) { verifyEmail(token: $token) { accessToken } }",
                Map.of("token", verificationToken(email)));
        return data.path("verifyEmail").path("accessToken").asText();
    }

    /** The access token of a new session. */
    String logIn(String email) {
        JsonNode data = graphql.call(
                null,
                "mutation($email: String!, $password: String!)"
                        + " { logIn(email: $email, password: $password) { accessToken } }",
                Map.of("email", email, "password", PASSWORD));
        return data.path("logIn").path("accessToken").asText();
    }

    /** What the local mailer has put into its table: the last line of the newest mail. */
    private String verificationToken(String email) {
        try (Connection connection = database.ownerConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "select body from mail_message where recipient = ? order by created_at desc limit 1")) {
            statement.setString(1, email);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new LauncherException("No mail has come for " + email + ".");
                }
                String body = row.getString(1).strip();
                return body.substring(body.lastIndexOf('\n') + 1).strip();
            }
        } catch (SQLException e) {
            throw new LauncherException("The demo cannot read its mail: " + e.getMessage() + ".", e);
        }
    }
}
