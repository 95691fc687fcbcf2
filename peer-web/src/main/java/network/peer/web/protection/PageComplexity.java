package network.peer.web.protection;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;
import graphql.schema.GraphQLArgument;

/** A field costs one and what is below it; what is below a page costs as often as the page has room for. */
final class PageComplexity implements FieldComplexityCalculator {
    /** Far above any limit, and a whole query of it does not overflow an int. */
    private static final long MOST = 1_000_000;

    @Override
    public int calculate(FieldComplexityEnvironment environment, int childComplexity) {
        return (int) Math.min(MOST, 1 + times(environment) * childComplexity);
    }

    private static long times(FieldComplexityEnvironment environment) {
        GraphQLArgument first = environment.getFieldDefinition().getArgument("first");
        if (first == null) {
            return 1;
        }
        // An explicit null asks for as many as no argument does.
        Object asked = environment.getArguments().get("first");
        Object given = asked == null ? GraphQLArgument.getArgumentDefaultValue(first) : asked;
        return given instanceof Number number ? Math.max(1, number.longValue()) : 1;
    }
}
