package network.peer.web.graphql;

import io.smallrye.graphql.spi.config.Config;
import java.util.Optional;
import network.peer.web.protection.ApiLimits;

/** SmallRye's switches at their safe position. Payloads are never logged: they hold passwords and tokens. */
public final class Limits implements Config {
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
        return Optional.of(ApiLimits.configured().tokens());
    }

    @Override
    public Optional<Integer> getParserMaxWhitespaceTokens() {
        return Optional.of(ApiLimits.configured().whitespaceTokens());
    }
}
