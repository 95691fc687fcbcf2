package network.peer.web.protection;

import jakarta.servlet.http.HttpServletRequest;

/** The path of a request, as the servlets are chosen by it: decoded and without parameters. */
final class RequestPath {
    private RequestPath() {}

    static String of(HttpServletRequest request) {
        String info = request.getPathInfo();
        return request.getServletPath() + (info == null ? "" : info);
    }
}
