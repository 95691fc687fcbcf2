package network.peer.web.protection;

import graphql.Scalars;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.DataFetchingFieldSelectionSet;
import graphql.schema.DataFetchingFieldSelectionSetImpl;
import graphql.schema.DelegatingDataFetchingEnvironment;
import io.smallrye.graphql.execution.datafetcher.PlugableDataFetcher;

/**
 * Hides from SmallRye which fields are selected below the one it fetches: it would write them all as JSON for its context,
 * which nobody here reads, and a sixth of a read's time goes into that.
 */
final class WithoutSelection extends SimplePerformantInstrumentation {
    private static final DataFetchingFieldSelectionSet NOTHING =
            DataFetchingFieldSelectionSetImpl.newCollector(null, Scalars.GraphQLString, () -> null);

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher, InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        return fetcher instanceof PlugableDataFetcher
                ? environment -> fetcher.get(new Environment(environment))
                : fetcher;
    }

    private static final class Environment extends DelegatingDataFetchingEnvironment {
        Environment(DataFetchingEnvironment environment) {
            super(environment);
        }

        @Override
        public DataFetchingFieldSelectionSet getSelectionSet() {
            return NOTHING;
        }
    }
}
