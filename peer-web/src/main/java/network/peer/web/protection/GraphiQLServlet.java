package network.peer.web.protection;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import network.peer.configuration.Setting;

/** GraphiQL, for development only; every file of it comes from this application. */
@WebServlet(
        name = "graphiql",
        urlPatterns = {GraphiQLServlet.PATH, GraphiQLServlet.PATH + "/*"},
        asyncSupported = true)
public class GraphiQLServlet extends HttpServlet {
    static final String PATH = "/graphiql";

    private static final long serialVersionUID = 1;
    private static final String OURS = "/graphiql";
    private static final String THEIRS = "/META-INF/resources/graphql-ui";
    private static final String SCRIPT = "text/javascript;charset=UTF-8";

    private static final Map<String, Asset> ASSETS = Map.of(
            "/", new Asset(OURS + "/index.html", "text/html;charset=UTF-8"),
            "/start.js", new Asset(OURS + "/start.js", SCRIPT),
            "/react.production.min.js", new Asset(THEIRS + "/react.production.min.js", SCRIPT),
            "/react-dom.production.min.js", new Asset(THEIRS + "/react-dom.production.min.js", SCRIPT),
            "/graphiql.min.js", new Asset(THEIRS + "/graphiql.min.js", SCRIPT),
            "/graphiql.min.css", new Asset(THEIRS + "/graphiql.min.css", "text/css;charset=UTF-8"));

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String info = request.getPathInfo();
        Asset asset = info == null ? null : ASSETS.get(info);
        if (!Setting.MODE.value().equals("development")) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (info == null) {
            response.sendRedirect(request.getContextPath() + PATH + "/");
        } else if (asset == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else {
            response.setContentType(asset.contentType());
            try (InputStream file = asset.open()) {
                file.transferTo(response.getOutputStream());
            }
        }
    }

    /** Every file of the page, so that a test can open each. */
    static Iterable<Asset> assets() {
        return ASSETS.values();
    }

    record Asset(String resource, String contentType) {
        InputStream open() {
            InputStream file = GraphiQLServlet.class.getResourceAsStream(resource);
            if (file == null) {
                throw new IllegalStateException("the application was built without " + resource);
            }
            return file;
        }
    }
}
