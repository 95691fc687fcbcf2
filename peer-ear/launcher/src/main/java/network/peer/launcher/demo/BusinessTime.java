package network.peer.launcher.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import network.peer.launcher.Database;
import network.peer.launcher.LauncherException;

/** Moves the application's business time, which it permits in development mode only; and only the owner role may. */
final class BusinessTime {

    private final Database database;

    BusinessTime(Database database) {
        this.database = database;
    }

    /** From now on it is noon of that day, and the clock goes on from there. */
    void moveTo(LocalDate day) {
        Instant noon = day.atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        set(Duration.between(databaseNow(), noon).toSeconds());
    }

    void moveToNow() {
        set(0);
    }

    LocalDate yesterday() {
        return LocalDate.ofInstant(databaseNow(), ZoneOffset.UTC).minusDays(1);
    }

    private Instant databaseNow() {
        try (Connection connection = database.ownerConnection();
                PreparedStatement statement = connection.prepareStatement("select clock_timestamp()");
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant();
        } catch (SQLException e) {
            throw new LauncherException("PostgreSQL does not tell the time: " + e.getMessage() + ".", e);
        }
    }

    private void set(long offsetSeconds) {
        try (Connection connection = database.ownerConnection();
                PreparedStatement statement =
                        connection.prepareStatement("update business_time_offset set offset_seconds = ?")) {
            statement.setLong(1, offsetSeconds);
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new LauncherException("Business time cannot be moved: " + e.getMessage() + ".", e);
        }
    }
}
