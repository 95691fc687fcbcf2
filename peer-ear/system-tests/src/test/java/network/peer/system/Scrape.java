package network.peer.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One look at {@code /metrics}, read as Prometheus reads it: whatever is not its text format is refused. */
record Scrape(Map<String, Double> samples) {
    static final String PASSWORD = "metrics-of-a-test";

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) .+");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "(\\{(?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\"n\\\\])*\",?)+})?"
            + " ([-+]?(?:[0-9.]+(?:E-?[0-9]+)?|Inf)|NaN)");
    private static final List<String> SUFFIXES = List.of("", "_bucket", "_count", "_sum");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    static HttpResponse<String> get(URI application, String user, String password)
            throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return HTTP.send(
                HttpRequest.newBuilder(application.resolve("metrics"))
                        .header("Authorization", "Basic " + credentials)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    static Scrape of(URI application) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(application, "metrics", PASSWORD);
        if (answer.statusCode() != 200) {
            throw new AssertionError("/metrics answers " + answer.statusCode() + ": " + answer.body());
        }
        return parse(answer.body());
    }

    double value(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no " + sample + " among " + samples.keySet());
        }
        return value;
    }

    private static Scrape parse(String text) {
        Map<String, Double> samples = new TreeMap<>();
        String typed = "";
        for (String line : text.lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                typed = comment.group(2);
            } else if (sample.matches() && belongs(sample.group(1), typed)) {
                String key = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
                if (samples.put(key, Double.valueOf(sample.group(3).replace("Inf", "Infinity"))) != null) {
                    throw new AssertionError("twice: " + line);
                }
            } else {
                throw new AssertionError("not Prometheus' text format: " + line);
            }
        }
        return new Scrape(samples);
    }

    private static boolean belongs(String sample, String typed) {
        return SUFFIXES.stream().anyMatch(suffix -> sample.equals(typed + suffix));
    }
}
