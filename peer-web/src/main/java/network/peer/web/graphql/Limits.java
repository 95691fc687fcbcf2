package network.peer.web.graphql;

import io.smallrye.graphql.spi.config.Config;
import java.util.Optional;

/**
 * How large a request and its query may be, and SmallRye's other switches at their safe position. Payloads are never
 * logged: they hold passwords and tokens.
 */
public final class Limits implements Config {
    /** Of the whole request body; far above any honest query. */
    public static final int REQUEST_BYTES = 256 * 1024;

    /** Of the query's text; long values belong into variables. */
    public static final int QUERY_CHARACTERS = 32 * 1024;

    public static final int CACHED_QUERIES = 128;

    public static final int QUERY_TOKENS = 4_000;

    public static final int QUERY_WHITESPACE_TOKENS = 10 * QUERY_TOKENS;
    public static final int QUERY_DEPTH = 16;
    /** Fields in one query; the standard introspection query has fewer. */
    public static final int QUERY_FIELDS = 500;

    @Override
    public String getName() {
        return "peer";
    }

    @Override
    public String getDefaultErrorMessage() {
        return "Something failed on our side.";
    }

    @Override
    public Optional<Integer> getParserMaxTokens() {
        return Optional.of(QUERY_TOKENS);
    }

    @Override
    public Optional<Integer> getParserMaxWhitespaceTokens() {
        return Optional.of(QUERY_WHITESPACE_TOKENS);
    }

    @Override
    public Optional<Integer> getQueryDepthInstrumentation() {
        return Optional.of(QUERY_DEPTH);
    }

    @Override
    public Optional<Integer> getQueryComplexityInstrumentation() {
        return Optional.of(QUERY_FIELDS);
    }
}
