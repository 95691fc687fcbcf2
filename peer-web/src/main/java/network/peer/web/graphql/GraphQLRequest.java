package network.peer.web.graphql;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.Numbers;
import network.peer.web.protection.TrustedDocuments;
import org.jspecify.annotations.Nullable;

/** One request as GraphQL over HTTP has it: query, operation name, variables. Anything else in it is dropped. */
record GraphQLRequest(JsonObject json) {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final String QUERY = "query";
    private static final String OPERATION_NAME = "operationName";
    private static final String VARIABLES = "variables";
    private static final String DOCUMENT_ID = "documentId";

    /**
     * A query may be sent or named, by an id of its own or as Apollo does it.
     *
     * @throws BusinessException BAD_INPUT if the body is no such request, TOO_LARGE; as {@link TrustedDocuments#resolve}
     */
    static GraphQLRequest parse(String body, ApiLimits limits, TrustedDocuments documents) {
        JsonValue value = read(body);
        if (!(value instanceof JsonObject object)) {
            throw refused("The body must be one JSON object.");
        }
        String query = documents.resolve(query(object, limits), documentId(object));
        JsonObjectBuilder checked = JSON.createObjectBuilder().add(QUERY, query);
        JsonValue operationName = object.getOrDefault(OPERATION_NAME, JsonValue.NULL);
        if (operationName instanceof JsonString name) {
            // graphql-java takes the first operation for a blank name; here it is as if there was none.
            if (!name.getString().isBlank()) {
                checked.add(OPERATION_NAME, operationName);
            }
        } else if (!operationName.equals(JsonValue.NULL)) {
            throw refused("operationName: must be a text.");
        }
        JsonValue variables = object.getOrDefault(VARIABLES, JsonValue.NULL);
        if (variables instanceof JsonObject) {
            Numbers.requireIn(variables);
            checked.add(VARIABLES, variables);
        } else if (!variables.equals(JsonValue.NULL)) {
            throw refused("variables: must be an object.");
        }
        return new GraphQLRequest(checked.build());
    }

    private static @Nullable String query(JsonObject object, ApiLimits limits) {
        JsonValue query = object.getOrDefault(QUERY, JsonValue.NULL);
        if (query.equals(JsonValue.NULL)) {
            return null;
        }
        if (!(query instanceof JsonString text) || text.getString().isBlank()) {
            throw refused("query: must be a text.");
        }
        if (text.getString().length() > limits.queryCharacters()) {
            throw new BusinessException(
                    ErrorCode.TOO_LARGE, "query: has at most " + limits.queryCharacters() + " characters.");
        }
        return text.getString();
    }

    private static @Nullable String documentId(JsonObject object) {
        if (object.get(DOCUMENT_ID) instanceof JsonString id) {
            return id.getString();
        }
        return object.get("extensions") instanceof JsonObject extensions
                        && extensions.get("persistedQuery") instanceof JsonObject persisted
                        && persisted.get("sha256Hash") instanceof JsonString hash
                ? hash.getString()
                : null;
    }

    String query() {
        return json.getString(QUERY);
    }

    /** Null if the document has but one operation. */
    @Nullable
    String operationName() {
        return json.getString(OPERATION_NAME, null);
    }

    /** Without the contents, which may hold passwords. */
    @Override
    public String toString() {
        return "GraphQLRequest[query of " + query().length() + " characters]";
    }

    private static JsonValue read(String body) {
        try (JsonReader reader = JSON.createReader(new StringReader(body))) {
            return reader.readValue();
        } catch (RuntimeException e) {
            // The parsers of the two servers do not agree on what they throw, such as for too deep a nesting.
            throw new BusinessException(ErrorCode.BAD_INPUT, "The body is not JSON.", e);
        }
    }

    private static BusinessException refused(String message) {
        return new BusinessException(ErrorCode.BAD_INPUT, message);
    }
}
