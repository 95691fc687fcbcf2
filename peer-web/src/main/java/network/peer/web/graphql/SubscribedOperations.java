package network.peer.web.graphql;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import network.peer.database.OperationDeadline;
import network.peer.operations.RequestTraces;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.OperationGuard;
import network.peer.web.protection.TrustedDocuments;
import network.peer.web.subscriptions.Operations;

/** Subscriptions run as requests do: within the same limits and the same time, with errors of the same catalogue. */
final class SubscribedOperations implements Operations {
    private final GraphQLEngine engine;
    private final ErrorAnswers errorAnswers;
    private final ApiLimits limits;
    private final TrustedDocuments documents;
    private final OperationGuard guard;
    private final RequestTraces traces;

    /** @param guard for the caller of the request that runs */
    SubscribedOperations(
            GraphQLEngine engine,
            ErrorAnswers errorAnswers,
            ApiLimits limits,
            TrustedDocuments documents,
            OperationGuard guard,
            RequestTraces traces) {
        this.engine = engine;
        this.errorAnswers = errorAnswers;
        this.limits = limits;
        this.documents = documents;
        this.guard = guard;
        this.traces = traces;
    }

    @Override
    public Result next(JsonObject payload) {
        OperationDeadline.begin(limits.timeout());
        try {
            return engine.next(GraphQLRequest.parse(payload.toString(), limits, documents), guard, traces);
        } catch (RuntimeException failure) {
            return Result.refused(errors(failure));
        } finally {
            OperationDeadline.end();
        }
    }

    @Override
    public JsonArray errors(RuntimeException failure) {
        return errorAnswers.answer(failure).getJsonArray("errors");
    }
}
