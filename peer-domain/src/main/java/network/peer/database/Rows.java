package network.peer.database;

import jakarta.persistence.Query;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the rows of native queries by type, and refuses a number that would lose digits. */
public final class Rows {
    private Rows() {}

    /** All rows; a query of one column works like one of many. */
    public static List<Row> list(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream()
                .map(row -> new Row(row instanceof Object[] columns ? columns : new Object[] {row}))
                .toList();
    }

    /** @throws IllegalStateException if there is not exactly one row */
    public static Row single(Query query) {
        List<Row> rows = list(query);
        if (rows.size() != 1) {
            throw new IllegalStateException("expected one row, found " + rows.size());
        }
        return rows.get(0);
    }

    /** For a parameter that may be null: write {@code cast(?n as type)} around it, since null has no type of its own. */
    public static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** For a parameter that is an array of ids or numbers: write {@code cast(?n as uuid[])} around it. */
    public static String array(Collection<?> elements) {
        return elements.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** One row; columns are counted from 0. */
    public static final class Row {
        private final @Nullable Object[] columns;

        private Row(@Nullable Object[] columns) {
            this.columns = columns;
        }

        public boolean isNull(int column) {
            return columns[column] == null;
        }

        public UUID uuid(int column) {
            Object value = present(column);
            return value instanceof UUID uuid ? uuid : UUID.fromString(value.toString());
        }

        public @Nullable UUID uuidOrNull(int column) {
            return isNull(column) ? null : uuid(column);
        }

        public String text(int column) {
            return present(column).toString();
        }

        public @Nullable String textOrNull(int column) {
            return isNull(column) ? null : text(column);
        }

        public long longAt(int column) {
            Object value = present(column);
            return value instanceof BigDecimal decimal ? decimal.longValueExact() : ((Number) value).longValue();
        }

        public @Nullable Long longOrNull(int column) {
            return isNull(column) ? null : longAt(column);
        }

        public int intAt(int column) {
            return Math.toIntExact(longAt(column));
        }

        public boolean booleanAt(int column) {
            return (Boolean) present(column);
        }

        public Instant instant(int column) {
            Object value = present(column);
            return value instanceof Timestamp timestamp
                    ? timestamp.toInstant()
                    : ((java.time.OffsetDateTime) value).toInstant();
        }

        public @Nullable Instant instantOrNull(int column) {
            return isNull(column) ? null : instant(column);
        }

        public LocalDate date(int column) {
            Object value = present(column);
            return value instanceof java.sql.Date date ? date.toLocalDate() : LocalDate.parse(value.toString());
        }

        public byte[] bytes(int column) {
            return ((byte[]) present(column)).clone();
        }

        private Object present(int column) {
            return Objects.requireNonNull(columns[column], () -> "column " + column + " is null");
        }
    }
}
