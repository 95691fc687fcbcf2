package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

/** No amount is a number: JavaScript cannot hold 64 bits, and no client should have to know which amounts are small. */
class AmountsInSchemaTest {
    /** What names of amounts of PEER and of SOL end in. Fee rates are basis points, counts are counts. */
    private static final Pattern AMOUNT = Pattern.compile(
            "(?i)(base_?units|lamports|sol|amount|price|fee|balance|supply|pool|cap|minted|minimum|gross|net|total)$");

    private static final Set<String> NUMBERS = Set.of("Int", "Float", "BigInteger", "BigDecimal");

    @Test
    void noAmountIsANumber() {
        assertThat(numbersThatAreAmounts(Schemas.executable(Schemas.model()))).isEmpty();
    }

    @Test
    void anAmountThatIsANumberIsFound() throws IOException {
        GraphQLSchema planted = Schemas.executable(Schemas.model(Index.of(PlantedApi.class, PlantedView.class)));

        assertThat(numbersThatAreAmounts(planted))
                .containsExactly(
                        "PlantedView.amount",
                        "PlantedView.feeLamports",
                        "PlantedView.restBaseUnits",
                        "Query.amounts price");
    }

    private static Set<String> numbersThatAreAmounts(GraphQLSchema schema) {
        Set<String> found = new TreeSet<>();
        for (GraphQLNamedType type : schema.getAllTypesAsList()) {
            if (type instanceof GraphQLObjectType object) {
                for (GraphQLFieldDefinition field : object.getFieldDefinitions()) {
                    String name = object.getName() + "." + field.getName();
                    noteAmount(found, field.getName(), field.getType(), name);
                    field.getArguments()
                            .forEach(argument -> noteAmount(
                                    found, argument.getName(), argument.getType(), name + " " + argument.getName()));
                }
            }
            if (type instanceof GraphQLInputObjectType input) {
                input.getFieldDefinitions()
                        .forEach(field -> noteAmount(
                                found, field.getName(), field.getType(), input.getName() + "." + field.getName()));
            }
        }
        return found;
    }

    private static void noteAmount(Set<String> found, String name, GraphQLType type, String what) {
        if (AMOUNT.matcher(name).find()
                && NUMBERS.contains(GraphQLTypeUtil.unwrapAll(type).getName())) {
            found.add(what);
        }
    }

    @GraphQLApi
    public static class PlantedApi {
        @Query("amounts")
        public PlantedView amounts(@Name("price") int price) {
            return new PlantedView(price, price, BigInteger.ONE, price);
        }
    }

    @Type("PlantedView")
    public record PlantedView(int amount, long feeLamports, BigInteger restBaseUnits, int count) {}
}
