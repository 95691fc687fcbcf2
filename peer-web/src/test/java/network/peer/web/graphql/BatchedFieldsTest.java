package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLModifiedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import io.smallrye.graphql.schema.model.Schema;
import io.smallrye.graphql.schema.model.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No field costs a statement for each row: what is below a list is there already, or is asked for all rows at once. */
class BatchedFieldsTest {
    private static final Schema MODEL = Schemas.model();

    @Test
    void whatIsBelowAListIsAskedOnceForAllOfIt() {
        List<String> askedRowByRow = belowLists(Schemas.executable(MODEL)).stream()
                .flatMap(name -> type(name).stream())
                .flatMap(type -> type.getOperations().values().stream()
                        .map(operation -> type.getName() + "." + operation.getName()))
                .toList();

        assertThat(askedRowByRow).as("fields that need @Source List<…>").isEmpty();
    }

    @Test
    void thereAreListsWithFieldsThatAreAskedFor() {
        Set<String> below = belowLists(Schemas.executable(MODEL));

        assertThat(below).contains("RewardDay", "SettlementAttempt", "PublicUser", "MovementSettlement");
        assertThat(type("RewardDay").orElseThrow().getBatchOperations().keySet())
                .contains("myShare", "payouts");
        assertThat(type("Me").orElseThrow().getOperations()).isNotEmpty();
    }

    private static Optional<Type> type(String name) {
        return Optional.ofNullable(MODEL.getTypes().get(name));
    }

    /** The types of all lists' rows, and what can be reached from there. */
    private static Set<String> belowLists(GraphQLSchema schema) {
        Set<String> below = new TreeSet<>();
        schema.getAllTypesAsList().stream()
                .filter(type ->
                        type instanceof GraphQLObjectType && !type.getName().startsWith("__"))
                .flatMap(type -> ((GraphQLObjectType) type).getFieldDefinitions().stream())
                .filter(field -> isList(field.getType()))
                .forEach(field -> add(field, below));
        return below;
    }

    private static void add(GraphQLFieldDefinition field, Set<String> below) {
        if (GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType type && below.add(type.getName())) {
            type.getFieldDefinitions().forEach(next -> add(next, below));
        }
    }

    private static boolean isList(GraphQLType type) {
        return type instanceof GraphQLList
                || (type instanceof GraphQLModifiedType modified && isList(modified.getWrappedType()));
    }
}
