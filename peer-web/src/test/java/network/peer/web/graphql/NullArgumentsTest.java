package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.graphql.schema.model.Schema;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a client may leave out it may also send as null, and a primitive parameter cannot take that. */
class NullArgumentsTest {
    private static final Set<String> PRIMITIVES = Set.of("boolean", "int", "long", "double", "float", "short", "byte");

    @Test
    void anArgumentThatMayBeNullIsNoPrimitive() {
        Schema model = Schemas.model();

        List<String> unfit = Stream.of(model.getQueries(), model.getMutations(), model.getSubscriptions())
                .flatMap(Collection::stream)
                .flatMap(operation -> operation.getArguments().stream()
                        .filter(argument -> !argument.isNotNull())
                        .filter(argument ->
                                PRIMITIVES.contains(argument.getReference().getClassName()))
                        .map(argument -> operation.getName() + "(" + argument.getName() + ")"))
                .toList();

        assertThat(unfit).isEmpty();
    }
}
