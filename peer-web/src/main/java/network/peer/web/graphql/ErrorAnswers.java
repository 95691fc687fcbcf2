package network.peer.web.graphql;

import graphql.ErrorClassification;
import graphql.ErrorType;
import graphql.ExceptionWhileDataFetching;
import graphql.GraphQLError;
import graphql.InvalidSyntaxError;
import graphql.introspection.IntrospectionDisabledError;
import graphql.language.SourceLocation;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.parser.exceptions.ParseCancelledTooDeepException;
import graphql.validation.ValidationError;
import graphql.validation.ValidationErrorType;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.RetryLater;
import network.peer.web.protection.RefusedOperationException;
import org.jspecify.annotations.Nullable;

/**
 * The one mapping from failures to the catalogue: each error has {@code extensions.code} and
 * {@code extensions.retryable}. What was not foreseen is INTERNAL, told by an id only and logged under it in full.
 */
final class ErrorAnswers {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final Logger LOGGER = System.getLogger(ErrorAnswers.class.getName());

    private static final String RETRY_AFTER = "retryAfterSeconds";

    /** How graphql-java names the argument in a validation error, that of an input object after a dot. */
    private static final Pattern ARGUMENT = Pattern.compile("argument '([\\w.\\[\\]]{1,200})'");

    private static final int LONGEST_MESSAGE = 300;
    private static final int DEEPEST_CAUSE = 20;

    /** SQLSTATE classes and codes after which the same request may succeed: connection, shutdown, serialization. */
    private static final Set<String> PASSING_SQL_STATES = Set.of("57P01", "57P02", "57P03", "40001", "40P01", "53300");

    /** A statement that was ended because it took too long. */
    private static final String CANCELED = "57014";

    /** What PostgreSQL says to U+0000, which JSON and GraphQL can write. */
    private static final String UNSTORABLE_CHARACTER = "22021";

    JsonArray toJson(List<GraphQLError> errors, String query) {
        JsonArrayBuilder all = JSON.createArrayBuilder();
        boolean explained = !errors.stream().allMatch(ErrorAnswers::isMissingValue);
        errors.stream()
                .filter(error -> !(explained && isMissingValue(error)))
                .forEach(error -> all.add(toJson(error, query)));
        return all.build();
    }

    /** A field that must not be null and is: mostly the consequence of an error that is in the list too. */
    private static boolean isMissingValue(GraphQLError error) {
        return error.getErrorType() == ErrorType.NullValueInNonNullableField;
    }

    /** An answer that holds nothing but this failure. */
    JsonObject answer(Throwable failure) {
        return answer(describe(failure));
    }

    JsonObject answer(ErrorCode code, String message) {
        return answer(new Description(code, message, null));
    }

    /** For a query in which no operation can be found: where its syntax fails, if that is why. */
    JsonObject unexecutable(String query) {
        return answer(unparseable(query));
    }

    /** Of the first error of an answer; empty if there is none. */
    static Optional<String> code(JsonObject answer) {
        return extensionsOfFirst(answer).map(extensions -> extensions.getString("code"));
    }

    /** After how many seconds the first error of an answer would have it tried again, if it says so. */
    static Optional<String> retryAfter(JsonObject answer) {
        return extensionsOfFirst(answer)
                .map(extensions -> extensions.get(RETRY_AFTER))
                .map(JsonValue::toString);
    }

    private static Optional<JsonObject> extensionsOfFirst(JsonObject answer) {
        return Optional.ofNullable(answer.getJsonArray("errors"))
                .map(errors -> errors.getJsonObject(0).getJsonObject("extensions"));
    }

    private static JsonObject answer(Description description) {
        return JSON.createObjectBuilder()
                .add("errors", JSON.createArrayBuilder().add(description.toJson()))
                .build();
    }

    private JsonObject toJson(GraphQLError error, String query) {
        Description description = describe(error, query);
        JsonObjectBuilder json = description.toJson();
        List<SourceLocation> locations = error.getLocations();
        if (locations != null && !locations.isEmpty()) {
            JsonArrayBuilder array = JSON.createArrayBuilder();
            locations.forEach(location -> array.add(
                    JSON.createObjectBuilder().add("line", location.getLine()).add("column", location.getColumn())));
            json.add("locations", array);
        }
        List<Object> path = error.getPath();
        if (path != null && !path.isEmpty()) {
            json.add("path", JSON.createArrayBuilder(path));
        }
        return json.build();
    }

    private Description describe(GraphQLError error, String query) {
        if (error instanceof ExceptionWhileDataFetching thrown) {
            return describe(thrown.getException());
        }
        if (error instanceof ValidationError invalid) {
            return invalid.getValidationErrorType() == ValidationErrorType.WrongType
                    ? wrongType(invalid)
                    : badInput(invalid.getMessage());
        }
        if (isMissingValue(error)) {
            return describe(new IllegalStateException(error.getMessage()));
        }
        if (error instanceof RefusedOperationException refused) {
            return describe(refused.reason());
        }
        if (error instanceof IntrospectionDisabledError) {
            return new Description(ErrorCode.FORBIDDEN, "The schema cannot be asked for here.", null);
        }
        ErrorClassification kind = error.getErrorType();
        if (kind == ErrorType.ExecutionAborted) {
            return new Description(ErrorCode.TOO_LARGE, shortened(error.getMessage()), null);
        }
        if (error instanceof InvalidSyntaxError || kind == ErrorType.DataFetchingException) {
            return unparseable(query);
        }
        return badInput(error.getMessage());
    }

    /** SmallRye says only that it could not be parsed; whoever writes a query wants to know where. */
    private static Description unparseable(String query) {
        try {
            new Parser()
                    .parseDocument(ParserEnvironment.newParserEnvironment()
                            .document(query)
                            .parserOptions(ParserOptions.getDefaultOperationParserOptions())
                            .build());
        } catch (ParseCancelledException | ParseCancelledTooDeepException tooLarge) {
            return new Description(ErrorCode.TOO_LARGE, "The query has too many parts.", null);
        } catch (InvalidSyntaxException invalid) {
            SourceLocation where = invalid.getLocation();
            return badInput("The query is not valid GraphQL"
                    + (where == null ? "." : ": line " + where.getLine() + ", column " + where.getColumn() + "."));
        }
        return badInput("The request cannot be executed.");
    }

    /** What the argument was is not repeated: it may be a password. */
    private static Description wrongType(ValidationError invalid) {
        Matcher argument = ARGUMENT.matcher(String.valueOf(invalid.getDescription()));
        return new Description(
                ErrorCode.BAD_INPUT,
                "An argument has the wrong type" + at(invalid) + ".",
                null,
                null,
                argument.find() ? argument.group(1) : null);
    }

    private static String at(ValidationError error) {
        List<String> path = error.getQueryPath();
        return path == null || path.isEmpty() ? "" : " at " + shortened(String.join("/", path));
    }

    private static Description describe(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++, cause = cause.getCause()) {
            if (cause instanceof BusinessException refusal && refusal.code() != ErrorCode.INTERNAL) {
                return refused(refusal);
            }
            if (cause instanceof SQLException sql && CANCELED.equals(sql.getSQLState())) {
                return refused(new BusinessException(ErrorCode.TIMED_OUT, ErrorCode.TIMED_OUT.meaning(), sql));
            }
            if (cause instanceof SQLException sql && UNSTORABLE_CHARACTER.equals(sql.getSQLState())) {
                return badInput("A text holds a character that cannot be stored.");
            }
            if (cause instanceof SQLException sql && isPassing(sql.getSQLState())) {
                return logged(ErrorCode.UNAVAILABLE, failure);
            }
        }
        return logged(ErrorCode.INTERNAL, failure);
    }

    private static Description refused(BusinessException refusal) {
        if (refusal.code() == ErrorCode.TIMED_OUT) {
            LOGGER.log(Level.WARNING, "PEER-WEB-005 operation stopped after its time", refusal);
        }
        Long retryAfter = refusal instanceof RetryLater later ? later.retryAfterSeconds() : null;
        String field = refusal instanceof InvalidInputException invalid ? invalid.field() : null;
        return new Description(refusal.code(), shortened(refusal.getMessage()), null, retryAfter, field);
    }

    private static boolean isPassing(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("08") || PASSING_SQL_STATES.contains(sqlState));
    }

    private static Description logged(ErrorCode code, Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOGGER.log(Level.ERROR, "PEER-WEB-001 request failed code=" + code + " errorId=" + id, failure);
        return new Description(code, code.meaning(), id);
    }

    private static Description badInput(@Nullable String message) {
        return new Description(ErrorCode.BAD_INPUT, shortened(message), null);
    }

    private static String shortened(@Nullable String message) {
        if (message == null) {
            return "";
        }
        return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE) + "…";
    }

    private record Description(
            ErrorCode code,
            String message,
            @Nullable String errorId,
            @Nullable Long retryAfterSeconds,
            @Nullable String field) {
        Description(ErrorCode code, String message, @Nullable String errorId) {
            this(code, message, errorId, null, null);
        }

        JsonObjectBuilder toJson() {
            JsonObjectBuilder extensions =
                    JSON.createObjectBuilder().add("code", code.name()).add("retryable", code.isRetryable());
            if (errorId != null) {
                extensions.add("errorId", errorId);
            }
            if (retryAfterSeconds != null) {
                extensions.add(RETRY_AFTER, retryAfterSeconds);
            }
            if (field != null) {
                extensions.add("field", field);
            }
            return JSON.createObjectBuilder()
                    .add("message", message.isEmpty() ? code.meaning() : message)
                    .add("extensions", extensions);
        }
    }
}
