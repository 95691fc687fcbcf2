package network.peer.bench;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements of the read, by plain JDBC. */
public final class Reader {
    /** Found once: looking for it takes longer than a statement. */
    static final JsonProvider JSON = JsonProvider.provider();

    private static final int FIRST = 10;
    private static final int DECIMALS = 9;

    private final Connection connection;

    public Reader(Connection connection) {
        this.connection = connection;
    }

    /** Sets the parameters of a statement. */
    private interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    /** Reads one row. */
    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    public boolean isActive(UUID userId, UUID sessionId) throws SQLException {
        List<String> states = new ArrayList<>();
        query(
                Statements.USER,
                statement -> {
                    statement.setObject(1, userId);
                    statement.setObject(2, sessionId);
                },
                row -> states.add(row.getString(4)));
        return states.equals(List.of("ACTIVE"));
    }

    public UUID account(UUID userId) throws SQLException {
        List<UUID> found = new ArrayList<>();
        query(
                Statements.ACCOUNT,
                statement -> {
                    statement.setObject(1, userId);
                    statement.setString(2, "PEER");
                },
                row -> found.add(row.getObject(1, UUID.class)));
        return found.get(0);
    }

    public JsonObject balance(UUID userId, UUID accountId) throws SQLException {
        JsonObjectBuilder balance = JSON.createObjectBuilder();
        query(
                Statements.BALANCE,
                statement -> statement.setObject(1, accountId),
                row -> balance.add("available", amount(row.getLong(1))));
        balance.add("settledOnChain", JsonValue.NULL);
        query(
                Statements.SETTLED,
                statement -> statement.setString(1, "{" + userId + "}"),
                row -> balance.add(
                        "settledOnChain", JSON.createObjectBuilder().add("display", display(row.getLong(2)))));
        return balance.build();
    }

    public JsonObject history(UUID userId, UUID accountId) throws SQLException {
        Map<UUID, Movement> movements = new LinkedHashMap<>();
        query(
                Statements.HISTORY,
                statement -> {
                    int next = 1;
                    for (int side = 0; side < 2; side++) {
                        statement.setObject(next++, accountId);
                        statement.setString(next++, null);
                        statement.setObject(next++, accountId);
                        statement.setBoolean(next++, false);
                        statement.setString(next++, "{}");
                        statement.setString(next++, "{}");
                        for (int instant = 0; instant < 4; instant++) {
                            statement.setString(next++, null);
                        }
                    }
                    for (int own = 0; own < 4; own++) {
                        statement.setObject(next++, accountId);
                    }
                },
                row -> movements
                        .computeIfAbsent(row.getObject(1, UUID.class), id -> new Movement())
                        .add(row));
        List<Map.Entry<UUID, Movement>> page =
                movements.entrySet().stream().limit(FIRST).toList();
        Map<UUID, String> settlements = settlements(page.stream()
                .flatMap(entry -> entry.getValue().postings.stream())
                .toList());
        Map<UUID, String> messages =
                messages(userId, page.stream().map(Map.Entry::getKey).toList());
        JsonArrayBuilder edges = JSON.createArrayBuilder();
        page.forEach(entry -> edges.add(JSON.createObjectBuilder()
                .add("node", entry.getValue().json(entry.getKey(), messages.get(entry.getKey()), settlements))));
        JsonObjectBuilder pageInfo = JSON.createObjectBuilder().add("hasNextPage", movements.size() > FIRST);
        if (page.isEmpty()) {
            pageInfo.addNull("endCursor");
        } else {
            pageInfo.add("endCursor", cursor(page.get(page.size() - 1).getKey()));
        }
        return JSON.createObjectBuilder()
                .add("edges", edges)
                .add("pageInfo", pageInfo)
                .build();
    }

    private Map<UUID, String> settlements(Collection<UUID> postings) throws SQLException {
        Map<UUID, String> settlements = new HashMap<>();
        query(
                Statements.SETTLEMENTS,
                statement -> statement.setString(1, array(postings)),
                row -> settlements.put(
                        row.getObject(1, UUID.class),
                        row.getString(2) == null ? row.getBoolean(4) ? "FINALIZED" : "RECORDED" : row.getString(2)));
        return settlements;
    }

    private Map<UUID, String> messages(UUID userId, Collection<UUID> transactions) throws SQLException {
        Map<UUID, String> messages = new HashMap<>();
        query(
                Statements.MESSAGES,
                statement -> {
                    statement.setString(1, array(transactions));
                    statement.setObject(2, userId);
                    statement.setObject(3, userId);
                },
                row -> messages.put(row.getObject(1, UUID.class), row.getString(2)));
        return messages;
    }

    private void query(String sql, Binder binder, Row reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        }
    }

    static JsonObject amount(long baseUnits) {
        return JSON.createObjectBuilder()
                .add("baseUnits", Long.toString(baseUnits))
                .add("display", display(baseUnits))
                .build();
    }

    private static String display(long baseUnits) {
        return BigDecimal.valueOf(baseUnits, DECIMALS).toPlainString();
    }

    private static String array(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).collect(Collectors.joining(",", "{", "}"));
    }

    private static String cursor(@Nullable UUID id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.valueOf(id).getBytes(StandardCharsets.UTF_8));
    }
}
