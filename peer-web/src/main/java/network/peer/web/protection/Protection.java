package network.peer.web.protection;

import graphql.GraphQL;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.instrumentation.ChainedInstrumentation;
import io.smallrye.graphql.spi.EventingService;
import org.jspecify.annotations.Nullable;

/** Puts the limits beside what SmallRye itself hooks into graphql-java. */
public final class Protection implements EventingService {
    @Override
    public @Nullable String getConfigKey() {
        return null;
    }

    /** Depth and complexity last: they walk through a document that is known to be small. */
    @Override
    public GraphQL.Builder beforeGraphQLBuild(GraphQL.Builder builder) {
        ApiLimits limits = ApiLimits.configured();
        // A builder has no getter, and without SmallRye's own instrumentation no query would be cached.
        return builder.instrumentation(new ChainedInstrumentation(
                builder.build().getInstrumentation(),
                new WithoutSelection(),
                new ProtectionInstrumentation(limits),
                new MaxQueryDepthInstrumentation(limits.depth()),
                new MaxQueryComplexityInstrumentation(limits.complexity(), new PageComplexity())));
    }
}
