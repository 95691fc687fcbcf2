package network.peer.web.subscriptions;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** GraphQL, as subscriptions need it. */
public interface Operations {
    /**
     * Runs a subscription for one event, for the caller of this request.
     *
     * @param payload query, operation name, variables
     */
    Result next(JsonObject payload);

    /** The refusal or failure in the words of the API. */
    JsonArray errors(RuntimeException failure);

    /**
     * What came of it.
     *
     * @param event null if there is nothing new
     * @param errors if the operation was refused or failed as a whole
     */
    record Result(@Nullable JsonObject event, @Nullable JsonArray errors) {
        public static Result of(JsonObject event) {
            return new Result(event, null);
        }

        public static Result refused(JsonArray errors) {
            return new Result(null, errors);
        }

        public static Result nothingNew() {
            return new Result(null, null);
        }
    }
}
