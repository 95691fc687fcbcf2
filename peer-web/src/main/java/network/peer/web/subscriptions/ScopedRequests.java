package network.peer.web.subscriptions;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.Objects;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.identity.User;
import network.peer.identity.UserStatus;
import network.peer.web.access.Bearer;
import network.peer.web.access.Caller;
import org.jspecify.annotations.Nullable;

/** Requests with a request context, which a WebSocket has not. */
@ApplicationScoped
public class ScopedRequests implements Requests {
    private final Bearer bearer;
    private final Caller caller;
    private final Watch watch;
    private @Nullable Operations operations;

    @Inject
    public ScopedRequests(Bearer bearer, Caller caller, Watch watch) {
        this.bearer = bearer;
        this.caller = caller;
        this.watch = watch;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected ScopedRequests() {
        this(null, null, null);
    }

    /** Called once, before any connection. */
    void use(Operations given) {
        this.operations = given;
    }

    @Override
    @ActivateRequestContext
    public Entry enter(String token) {
        Bearer.Credential credential = bearer.accept(token);
        User user = caller.user();
        if (user.status() != UserStatus.ACTIVE) {
            throw new BusinessException(ErrorCode.FORBIDDEN, "The account is not active.");
        }
        return new Entry(user.id(), credential.id(), credential.expiresAt());
    }

    @Override
    @ActivateRequestContext
    public Look look(String token, JsonObject payload, @Nullable String known) {
        try {
            bearer.accept(token);
        } catch (RuntimeException failure) {
            return new Look(
                    Operations.Result.refused(Objects.requireNonNull(operations).errors(failure)), null);
        }
        watch.since(known);
        Operations.Result result = Objects.requireNonNull(operations).next(payload);
        return new Look(result, watch.watched());
    }

    @Override
    public JsonArray errors(BusinessException refusal) {
        return Objects.requireNonNull(operations).errors(refusal);
    }
}
