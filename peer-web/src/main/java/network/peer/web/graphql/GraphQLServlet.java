package network.peer.web.graphql;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.json.spi.JsonProvider;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.database.OperationDeadline;
import network.peer.operations.RequestTraces;
import network.peer.web.access.Bearer;
import network.peer.web.access.Caller;
import network.peer.web.protection.ApiLimits;
import network.peer.web.protection.OperationGuard;
import network.peer.web.protection.RateLimits;
import network.peer.web.protection.SlowBody;
import network.peer.web.protection.TrustedDocuments;
import network.peer.web.protection.Turnstile;
import network.peer.web.subscriptions.Subscriptions;
import org.jspecify.annotations.Nullable;

/** The endpoint: POST of JSON only, so no form of another site can reach it, and never more than {@link ApiLimits} says. */
@WebServlet(
        name = "graphql",
        urlPatterns = {"/graphql"},
        loadOnStartup = 1,
        asyncSupported = true)
public class GraphQLServlet extends HttpServlet {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    static final int TOO_MANY_REQUESTS = 429;

    private final ErrorAnswers errorAnswers = new ErrorAnswers();

    private @Nullable GraphQLEngine engine;

    private ApiLimits limits = ApiLimits.configured();
    private TrustedDocuments documents = TrustedDocuments.any();
    private Turnstile turnstile = Turnstile.configured();

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Bearer bearer;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Caller caller;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private RateLimits rateLimits;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Subscriptions subscriptions;

    @Inject
    @SuppressWarnings("NullAway.Init")
    private ScopedAnswers scoped;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedThreadFactory threads;

    @Resource
    @SuppressWarnings("NullAway.Init")
    private ManagedScheduledExecutorService timer;

    @EJB(lookup = "java:app/peer-chain/RequestTracesBean!network.peer.operations.RequestTraces")
    @SuppressWarnings("NullAway.Init")
    private RequestTraces traces;

    /** A schema that cannot be built fails the deployment, not the first request. */
    @Override
    public void init() {
        limits = ApiLimits.configured();
        documents = TrustedDocuments.configured();
        turnstile = Turnstile.configured();
        GraphQLEngine built = new GraphQLEngine(Schemas.model(), errorAnswers);
        engine = built;
        OperationGuard guard = rootFields -> rateLimits.admit("WebSocket", caller.known(), rootFields);
        subscriptions.start(new SubscribedOperations(built, errorAnswers, limits, documents, guard, traces), threads);
    }

    @Override
    public void destroy() {
        subscriptions.stop();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isThere(request)) {
            answer(request, response, () -> request.getInputStream().readNBytes(limits.requestBytes()));
        } else {
            SlowBody.await(
                    request,
                    limits.requestBytes(),
                    limits.bodyTime(),
                    limits.longestAnswer(),
                    timer,
                    answers(request, response));
        }
    }

    private SlowBody.Answers answers(HttpServletRequest request, HttpServletResponse response) {
        return new SlowBody.Answers() {
            @Override
            public void whole(SlowBody body) throws IOException {
                scoped.write(() -> answer(request, response, body::bytes));
            }

            @Override
            public void late() throws IOException {
                response.setHeader("Connection", "close");
                write(
                        response,
                        HttpServletResponse.SC_REQUEST_TIMEOUT,
                        errorAnswers.answer(ErrorCode.TIMED_OUT, "The body did not come in time."));
            }
        };
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, Body body) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Send a POST request with a JSON body.");
        } else if (!isJson(request.getContentType())) {
            refuse(
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "The content type must be application/json.");
        } else {
            post(request, response, body);
        }
    }

    /** A body whose length is not told, or that is too large, is read as one that comes slowly. */
    private boolean isThere(HttpServletRequest request) throws IOException {
        return request.getContentLength() <= limits.requestBytes() && SlowBody.isThere(request);
    }

    private void post(HttpServletRequest request, HttpServletResponse response, Body body) throws IOException {
        OperationDeadline.begin(limits.timeout());
        try {
            rateLimits.admit(rateLimits.address(request));
            write(response, execute(request, body.bytes()));
        } catch (RuntimeException failure) {
            JsonObject answer = errorAnswers.answer(failure);
            write(response, status(ErrorAnswers.code(answer).orElseThrow()), answer);
        } finally {
            OperationDeadline.end();
        }
    }

    private JsonObject execute(HttpServletRequest request, byte[] body) {
        String address = rateLimits.address(request);
        OperationGuard guard = rootFields -> rateLimits.admit(address, caller.known(), rootFields);
        return turnstile.pass(() -> {
            bearer.identify(request.getHeader("Authorization"));
            return Objects.requireNonNull(engine)
                    .execute(GraphQLRequest.parse(decode(body), limits, documents), guard, traces);
        });
    }

    private static int status(String code) {
        return switch (ErrorCode.valueOf(code)) {
            case UNAUTHENTICATED -> HttpServletResponse.SC_UNAUTHORIZED;
            case RATE_LIMITED -> TOO_MANY_REQUESTS;
            case TOO_LARGE -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
            case TIMED_OUT, UNAVAILABLE -> HttpServletResponse.SC_SERVICE_UNAVAILABLE;
            case INTERNAL -> HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
            default -> HttpServletResponse.SC_BAD_REQUEST;
        };
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    }

    /** Of a request, when all of it is there. */
    private interface Body {
        byte[] bytes() throws IOException;
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BusinessException(ErrorCode.BAD_INPUT, "The body is not UTF-8.", e);
        }
    }

    private void refuse(HttpServletResponse response, int status, String message) throws IOException {
        write(response, status, errorAnswers.answer(ErrorCode.BAD_INPUT, message));
    }

    /** An operation's own errors are part of a good answer, but for the one that a proxy in between should see. */
    private static void write(HttpServletResponse response, JsonObject answer) throws IOException {
        boolean limited = ErrorAnswers.code(answer)
                .filter(code -> !answer.containsKey("data") && code.equals(ErrorCode.RATE_LIMITED.name()))
                .isPresent();
        write(response, limited ? TOO_MANY_REQUESTS : HttpServletResponse.SC_OK, answer);
    }

    static void write(HttpServletResponse response, int status, JsonObject answer) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        if (status != HttpServletResponse.SC_OK) {
            ErrorAnswers.retryAfter(answer).ifPresent(seconds -> response.setHeader("Retry-After", seconds));
        }
        response.setContentType("application/json;charset=UTF-8");
        // Answers hold tokens and balances.
        response.setHeader("Cache-Control", "no-store");
        try (JsonWriter writer = JSON.createWriter(response.getOutputStream())) {
            writer.writeObject(answer);
        }
    }
}
