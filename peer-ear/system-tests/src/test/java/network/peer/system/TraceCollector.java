package network.peer.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes what the server exports over OTLP. Names of spans stand in Protocol Buffers as they are, so they are looked for as text. */
final class TraceCollector {
    private final HttpServer http;
    private final Queue<String> exports = new ConcurrentLinkedQueue<>();

    TraceCollector() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/v1/traces", this::take);
        http.start();
    }

    /** What the server must be started with, for its traces to come here. */
    Map<String, String> settings() {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                "http://127.0.0.1:" + http.getAddress().getPort(),
                "otel.bsp.schedule.delay",
                "200");
    }

    boolean hasSpan(String name) {
        return exports.stream().anyMatch(export -> export.contains(name));
    }

    private void take(HttpExchange exchange) throws IOException {
        exports.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
