package network.peer.web.graphql;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import network.peer.ErrorCode;

/** Puts what the server itself refuses, such as an expired access token, into the same words as everything else. */
@WebServlet(
        name = "failure",
        urlPatterns = {"/failure"})
public class FailureServlet extends HttpServlet {
    private final ErrorAnswers errorAnswers = new ErrorAnswers();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int code = status instanceof Integer number ? number : HttpServletResponse.SC_NOT_FOUND;
        ErrorCode errorCode = errorCode(code);
        GraphQLServlet.write(response, code, errorAnswers.answer(errorCode, errorCode.meaning()));
    }

    private static ErrorCode errorCode(int status) {
        return switch (status) {
            case HttpServletResponse.SC_UNAUTHORIZED -> ErrorCode.UNAUTHENTICATED;
            case HttpServletResponse.SC_FORBIDDEN -> ErrorCode.FORBIDDEN;
            case HttpServletResponse.SC_NOT_FOUND -> ErrorCode.NOT_FOUND;
            case HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE -> ErrorCode.TOO_LARGE;
            case GraphQLServlet.TOO_MANY_REQUESTS -> ErrorCode.RATE_LIMITED;
            case HttpServletResponse.SC_SERVICE_UNAVAILABLE -> ErrorCode.UNAVAILABLE;
            default -> status < 500 ? ErrorCode.BAD_INPUT : ErrorCode.INTERNAL;
        };
    }
}
