package network.peer.chain.rpc;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A node that answers whatever a test wants, for answers that no honest node gives. */
final class StubNode implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Headers> requests = new CopyOnWriteArrayList<>();
    private final List<String> paths = new CopyOnWriteArrayList<>();

    /** How a test answers; it writes the whole response. */
    interface Responder {
        void respond(HttpExchange exchange) throws IOException;
    }

    private StubNode(Responder responder) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestHeaders());
            paths.add(exchange.getRequestURI().toString());
            exchange.getRequestBody().readAllBytes();
            responder.respond(exchange);
        });
        server.start();
    }

    static StubNode responding(Responder responder) {
        return new StubNode(responder);
    }

    static StubNode answering(int status, String body) {
        return new StubNode(exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    /** Answers the first request, whose id is 1, with this result. */
    static StubNode resulting(String resultJson) {
        return answering(200, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + resultJson + "}");
    }

    String url() {
        return "http://" + authority();
    }

    String authority() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    SolanaRpc rpc(Duration timeout) {
        return SolanaRpc.connect(RpcEndpoint.of(url()), timeout);
    }

    List<Headers> requests() {
        return requests;
    }

    List<String> paths() {
        return paths;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
