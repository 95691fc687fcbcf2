package network.peer.web.graphql;

import graphql.ExecutionResult;
import graphql.parser.ParserOptions;
import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.execution.ExecutionResponse;
import io.smallrye.graphql.execution.ExecutionResponseWriter;
import io.smallrye.graphql.execution.ExecutionService;
import io.smallrye.graphql.execution.context.SmallRyeContextManager;
import io.smallrye.graphql.schema.model.Schema;
import io.smallrye.mutiny.Multi;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mutiny.zero.flow.adapters.AdaptersToFlow;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.operations.RequestTraces;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.Introspection;
import network.peer.web.protection.OperationGuard;
import network.peer.web.subscriptions.Operations;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Runs one request against the schema, on the calling thread, and answers every failure by its code. */
final class GraphQLEngine {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final int CACHED_QUERIES = 128;

    private final ExecutionService executionService;
    private final ErrorAnswers errorAnswers;
    private final GraphQLSchema schema;
    private final Map<String, Object> introspection = Introspection.configured();

    GraphQLEngine(Schema model, ErrorAnswers errorAnswers) {
        this.schema = Schemas.executable(model);
        limitQueryCache();
        ApiLimits limits = ApiLimits.configured();
        // SmallRye sets its token limit where graphql-java does not look for that of operations.
        ParserOptions.setDefaultOperationParserOptions(
                ParserOptions.getDefaultOperationParserOptions().transform(options -> options.maxTokens(limits.tokens())
                        .maxWhitespaceTokens(limits.whitespaceTokens())));
        this.executionService = new ExecutionService(schema, model);
        this.errorAnswers = errorAnswers;
    }

    /** Parsed queries are kept by their text, 2048 of them unless told otherwise: strangers could fill the heap. */
    private static void limitQueryCache() {
        String property = "io.smallrye.graphql.execution.queryCacheMaxSize";
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(CACHED_QUERIES));
        }
    }

    /** Runs it as a trace of its own if traces are wanted: what it asks for and the code of its first error, nothing else. */
    JsonObject execute(GraphQLRequest request, OperationGuard guard, RequestTraces traces) {
        Optional<OperationName> name = traces.isOn() ? OperationName.of(schema, request) : Optional.empty();
        if (name.isEmpty()) {
            return execute(request, guard);
        }
        try (RequestTraces.Operation operation =
                traces.begin(name.get().type(), name.get().field())) {
            JsonObject answer = execute(request, guard);
            ErrorAnswers.code(answer).ifPresent(operation::failed);
            return answer;
        }
    }

    private static String errorCode(JsonArray errors) {
        return errors.getJsonObject(0).getJsonObject("extensions").getString("code");
    }

    /** @param request as {@link GraphQLRequest} checked it */
    JsonObject execute(GraphQLRequest request, OperationGuard guard) {
        return run(request, guard, answer -> {
            if (answer.events().isPresent()) {
                return errorAnswers.answer(
                        ErrorCode.BAD_INPUT,
                        "Subscriptions go over a WebSocket, by the protocol graphql-transport-ws.");
            }
            return answer.toJson(request);
        });
    }

    /**
     * Runs a subscription for one event; what is not known to be one is not run.
     *
     * @throws BusinessException BAD_INPUT if it is a query or a mutation
     */
    Operations.Result next(GraphQLRequest request, OperationGuard guard, RequestTraces traces) {
        Optional<OperationName> name = OperationName.of(schema, request);
        if (name.isEmpty()) {
            return Operations.Result.refused(
                    errorAnswers.unexecutable(request.query()).getJsonArray("errors"));
        }
        if (!name.get().type().equals("subscription")) {
            throw new BusinessException(ErrorCode.BAD_INPUT, "Queries and mutations are sent by POST.");
        }
        if (!traces.isOn()) {
            return next(request, guard);
        }
        try (RequestTraces.Operation operation =
                traces.begin(name.get().type(), name.get().field())) {
            Operations.Result result = next(request, guard);
            if (result.errors() != null) {
                operation.failed(errorCode(result.errors()));
            }
            return result;
        }
    }

    private Operations.Result next(GraphQLRequest request, OperationGuard guard) {
        return run(request, guard, answer -> {
            Optional<Publisher<ExecutionResult>> events = answer.events();
            if (events.isEmpty()) {
                JsonObject refusal = answer.toJson(request);
                return Operations.Result.refused(refusal.getJsonArray("errors"));
            }
            // The event is there already, or there is none.
            Optional<ExecutionResult> event = Multi.createFrom()
                    .publisher(AdaptersToFlow.publisher(events.get()))
                    .collect()
                    .first()
                    .await()
                    .asOptional()
                    .indefinitely();
            return event.map(result -> Operations.Result.of(toJson(new ExecutionResponse(result), request)))
                    .orElseGet(Operations.Result::nothingNew);
        });
    }

    private <T> T run(GraphQLRequest request, OperationGuard guard, Function<Answer, T> reader) {
        Answer answer = new Answer();
        try {
            Map<String, Object> context = new HashMap<>(introspection);
            context.put(OperationGuard.class.getName(), guard);
            executionService.executeSync(request.json(), context, answer);
            return reader.apply(answer);
        } finally {
            // SmallRye leaves the request on the thread, and the next one would inherit its operation name.
            SmallRyeContextManager.clearCurrentSmallRyeContext();
        }
    }

    private JsonObject toJson(ExecutionResponse response, GraphQLRequest request) {
        JsonArray errors = errorAnswers.toJson(response.getExecutionResult().getErrors(), request.query());
        JsonObjectBuilder answer = JSON.createObjectBuilder();
        if (!errors.isEmpty()) {
            answer.add("errors", errors);
        }
        JsonValue data = response.getExecutionResultAsJsonObject().get("data");
        if (data != null) {
            answer.add("data", data);
        }
        return answer.build();
    }

    private final class Answer implements ExecutionResponseWriter {
        private @Nullable ExecutionResponse response;
        private @Nullable Throwable failure;

        @Override
        public void write(ExecutionResponse given) {
            this.response = given;
        }

        @Override
        public void fail(Throwable cause) {
            this.failure = cause;
        }

        JsonObject toJson(GraphQLRequest request) {
            if (response == null) {
                return errorAnswers.answer(failure == null ? new IllegalStateException("no answer") : failure);
            }
            return GraphQLEngine.this.toJson(response, request);
        }

        /** Of a subscription that was not refused. */
        @SuppressWarnings("unchecked") // graphql-java says so
        Optional<Publisher<ExecutionResult>> events() {
            return response != null && response.getExecutionResult().getData() instanceof Publisher<?> events
                    ? Optional.of((Publisher<ExecutionResult>) events)
                    : Optional.empty();
        }
    }
}
