package network.peer.launcher.bench.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpLineTest {
    private static final byte[] TEXT = "päper".getBytes(StandardCharsets.UTF_8);

    private HttpServer server;
    private HttpLine line;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/whole", exchange -> {
            exchange.sendResponseHeaders(200, TEXT.length);
            exchange.getResponseBody().write(TEXT);
            exchange.close();
        });
        server.createContext("/pieces", exchange -> {
            exchange.sendResponseHeaders(202, 0);
            exchange.getResponseBody().write(TEXT);
            exchange.getResponseBody().flush();
            exchange.getResponseBody().write(TEXT);
            exchange.close();
        });
        // Where nothing is, the server would close the connection.
        server.createContext("/refused", exchange -> {
            exchange.sendResponseHeaders(404, TEXT.length);
            exchange.getResponseBody().write(TEXT);
            exchange.close();
        });
        server.createContext("/echo", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String answer = exchange.getRequestHeaders().getFirst("Authorization") + " "
                    + new String(body, StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.getBytes(StandardCharsets.UTF_8).length);
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        line = new HttpLine(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        server.stop(0);
    }

    @Test
    void oneAnswerAfterTheOtherComesOverOneConnection() throws IOException {
        assertThat(line.send(HttpLine.get("/whole", "t")).text()).isEqualTo("päper");
        assertThat(line.send(HttpLine.get("/pieces", "t")).text()).isEqualTo("päperpäper");
        assertThat(line.send(HttpLine.get("/pieces", "t")).status()).isEqualTo(202);
        assertThat(line.send(HttpLine.get("/refused", "t")).status()).isEqualTo(404);
        assertThat(line.send(HttpLine.post("/echo", "token", "{\"ü\":1}")).text())
                .isEqualTo("Bearer token {\"ü\":1}");
    }

    @Test
    void aConnectionThatTheServerClosesIsAnError() {
        server.stop(0);

        assertThatThrownBy(() -> {
                    line.send(HttpLine.get("/whole", "t"));
                    line.send(HttpLine.get("/whole", "t"));
                })
                .isInstanceOfAny(EOFException.class, IOException.class);
    }
}
