package network.peer.web.protection;

import graphql.analysis.FieldComplexityCalculator;
import graphql.analysis.FieldComplexityEnvironment;

/** A field costs one and what is below it; what is below a page costs as often as the page has room for. */
final class PageComplexity implements FieldComplexityCalculator {
    /** Far above any limit, and a whole query of it does not overflow an int. */
    private static final long MOST = 1_000_000;

    @Override
    public int calculate(FieldComplexityEnvironment environment, int childComplexity) {
        Object first = environment.getArguments().get("first");
        long times = first instanceof Number number ? Math.max(1, number.longValue()) : 1;
        return (int) Math.min(MOST, 1 + times * childComplexity);
    }
}
