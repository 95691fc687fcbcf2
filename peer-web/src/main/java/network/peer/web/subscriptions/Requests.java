package network.peer.web.subscriptions;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import network.peer.BusinessException;
import org.jspecify.annotations.Nullable;

/** What a connection asks of the application; each call is a request of its own, whose caller is looked at anew. */
interface Requests {
    /** @throws BusinessException UNAUTHENTICATED or FORBIDDEN if the token opens no connection */
    Entry enter(String token);

    /**
     * One look of a subscription.
     *
     * @param known the version of the state that the client knows; null at the first look
     */
    Look look(String token, JsonObject payload, @Nullable String known);

    JsonArray errors(BusinessException refusal);

    /**
     * Who is at the other end.
     *
     * @param credentialId of the session or the service token
     * @param expiresAt when the token ends by itself, if it says so
     */
    record Entry(UUID userId, UUID credentialId, @Nullable Instant expiresAt) {}

    /**
     * What a look came to.
     *
     * @param watched null if the operation was refused
     */
    record Look(Operations.Result result, @Nullable Watched<?> watched) {}
}
