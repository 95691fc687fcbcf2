package network.peer.web.graphql;

import jakarta.ejb.EJB;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonWriter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
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
import network.peer.web.protection.ApiLimits;
import org.jspecify.annotations.Nullable;

/** The endpoint: POST of JSON only, so no form of another site can reach it, and never more than {@link ApiLimits} says. */
@WebServlet(
        name = "graphql",
        urlPatterns = {"/graphql"},
        loadOnStartup = 1)
public class GraphQLServlet extends HttpServlet {
    /** How much of a too large body is still read, so that its sender is ready to read the refusal. */
    private static final long DRAINED_BYTES = 16L * 1024 * 1024;

    private final ErrorAnswers errorAnswers = new ErrorAnswers();

    private @Nullable GraphQLEngine engine;

    private ApiLimits limits = ApiLimits.configured();

    @Inject
    @SuppressWarnings("NullAway.Init")
    private Bearer bearer;

    @EJB(lookup = "java:app/peer-chain/RequestTracesBean!network.peer.operations.RequestTraces")
    @SuppressWarnings("NullAway.Init")
    private RequestTraces traces;

    /** A schema that cannot be built fails the deployment, not the first request. */
    @Override
    public void init() {
        limits = ApiLimits.configured();
        engine = new GraphQLEngine(Schemas.model(), errorAnswers);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            refuse(response, HttpServletResponse.SC_METHOD_NOT_ALLOWED, "Send a POST request with a JSON body.");
        } else if (!isJson(request.getContentType())) {
            refuse(
                    response,
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "The content type must be application/json.");
        } else {
            post(request, response);
        }
    }

    private void post(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] body = bodyWithinLimit(request);
        if (body == null) {
            JsonObject answer = errorAnswers.answer(
                    ErrorCode.TOO_LARGE, "A request has at most " + limits.requestBytes() + " bytes.");
            write(response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, answer);
            return;
        }
        OperationDeadline.begin(limits.timeout());
        try {
            bearer.identify(request.getHeader("Authorization"));
            GraphQLRequest graphQLRequest = GraphQLRequest.parse(decode(body), limits);
            JsonObject answer = Objects.requireNonNull(engine).execute(graphQLRequest, rootFields -> {}, traces);
            write(response, HttpServletResponse.SC_OK, answer);
        } catch (BusinessException refusal) {
            int status = status(refusal.code());
            if (status == HttpServletResponse.SC_UNAUTHORIZED) {
                response.setHeader("WWW-Authenticate", "Bearer");
            }
            write(response, status, errorAnswers.answer(refusal));
        } catch (RuntimeException unexpected) {
            write(response, HttpServletResponse.SC_INTERNAL_SERVER_ERROR, errorAnswers.answer(unexpected));
        } finally {
            OperationDeadline.end();
        }
    }

    private static int status(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED -> HttpServletResponse.SC_UNAUTHORIZED;
            case TOO_LARGE -> HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE;
            default -> HttpServletResponse.SC_BAD_REQUEST;
        };
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.toLowerCase(Locale.ROOT).matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
    }

    private byte @Nullable [] bodyWithinLimit(HttpServletRequest request) throws IOException {
        InputStream input = request.getInputStream();
        byte[] body = input.readNBytes(limits.requestBytes() + 1);
        if (body.length <= limits.requestBytes()) {
            return body;
        }
        byte[] thrownAway = new byte[8192];
        long drained = 0;
        int count = 0;
        while (count >= 0 && drained < DRAINED_BYTES) {
            count = input.read(thrownAway);
            drained += count;
        }
        return null;
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

    static void write(HttpServletResponse response, int status, JsonObject answer) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        // Answers hold tokens and balances.
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try (JsonWriter writer = Json.createWriter(response.getOutputStream())) {
            writer.writeObject(answer);
        }
    }
}
