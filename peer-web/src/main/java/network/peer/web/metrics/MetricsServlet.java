package network.peer.web.metrics;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** What Prometheus scrapes. Without a password in the settings there is no such page. */
@WebServlet(
        name = "metrics",
        urlPatterns = {"/metrics"},
        loadOnStartup = 1,
        asyncSupported = true)
public class MetricsServlet extends HttpServlet {
    private static final PrometheusRegistry REGISTRY = PrometheusRegistry.defaultRegistry;
    private static final PrometheusTextFormatWriter FORMAT = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();

    @Inject
    @SuppressWarnings("NullAway.Init")
    private BooksCollector books;

    /** Not the metrics of memory allocation: they leave a listener in the JVM when the application is undeployed. */
    @Override
    public void init() {
        REGISTRY.register(books);
        JvmMemoryMetrics.builder().register(REGISTRY);
        JvmGarbageCollectorMetrics.builder().register(REGISTRY);
        JvmThreadsMetrics.builder().register(REGISTRY);
        JvmClassLoadingMetrics.builder().register(REGISTRY);
        JvmBufferPoolMetrics.builder().register(REGISTRY);
        ProcessMetrics.builder().register(REGISTRY);
    }

    @Override
    public void destroy() {
        REGISTRY.unregister(books);
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!BasicPassword.isSet()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        } else if (!BasicPassword.matches(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Basic realm=\"metrics\"");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else {
            response.setContentType(FORMAT.getContentType());
            response.setHeader("Cache-Control", "no-store");
            FORMAT.write(response.getOutputStream(), REGISTRY.scrape());
        }
    }
}
