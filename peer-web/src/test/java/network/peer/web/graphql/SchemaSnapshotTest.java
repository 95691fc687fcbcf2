package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.graphql.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The schema is a contract: every change of it is a change of {@code docs/schema.graphql} in the same commit. */
class SchemaSnapshotTest {
    private static final Path SNAPSHOT = Path.of("..", "docs", "schema.graphql");

    @Test
    void schemaIsTheOneInDocs() throws IOException {
        String schema = print(Schemas.executable(Schemas.model()));
        if (Boolean.getBoolean("schema.update")) {
            Files.createDirectories(SNAPSHOT.getParent());
            Files.writeString(SNAPSHOT, schema);
        }

        assertThat(Files.readString(SNAPSHOT))
                .as("docs/schema.graphql; write it anew with -Dschema.update if the change is meant")
                .isEqualTo(schema);
    }

    @Test
    void everyTypeFieldArgumentAndEnumValueIsDescribed() {
        List<String> undescribed = new ArrayList<>();
        for (GraphQLNamedType type : Schemas.executable(Schemas.model()).getAllTypesAsList()) {
            if (type.getName().startsWith("__")) {
                continue;
            }
            if (type instanceof GraphQLScalarType scalar) {
                note(undescribed, scalar.getDescription(), scalar.getName());
            }
            if (type instanceof GraphQLEnumType choice) {
                note(undescribed, choice.getDescription(), choice.getName());
                choice.getValues()
                        .forEach(value ->
                                note(undescribed, value.getDescription(), choice.getName() + "." + value.getName()));
            }
            if (type instanceof GraphQLObjectType object) {
                note(undescribed, object.getDescription(), object.getName());
                for (GraphQLFieldDefinition field : object.getFieldDefinitions()) {
                    String name = object.getName() + "." + field.getName();
                    note(undescribed, field.getDescription(), name);
                    field.getArguments()
                            .forEach(argument ->
                                    note(undescribed, argument.getDescription(), name + " " + argument.getName()));
                }
            }
            if (type instanceof GraphQLInputObjectType input) {
                note(undescribed, input.getDescription(), input.getName());
                input.getFieldDefinitions()
                        .forEach(field ->
                                note(undescribed, field.getDescription(), input.getName() + "." + field.getName()));
            }
        }

        assertThat(undescribed).isEmpty();
    }

    /** SmallRye's annotation reaches the schema, JSpecify's does not: a null in such a field would be an error. */
    @Test
    void whatMayBeNullIsNullableInTheSchema() {
        assertThat(Schemas.ownClasses().getKnownClasses())
                .filteredOn(view -> view.hasAnnotation(Type.class))
                .isNotEmpty()
                .filteredOn(view -> view.hasAnnotation(Nullable.class))
                .as("views annotated with JSpecify's @Nullable")
                .isEmpty();
    }

    @Test
    void listsHoldNoNulls() {
        assertThat(print(Schemas.executable(Schemas.model())))
                .containsPattern("\\[[A-Za-z]+!\\]!")
                .doesNotContainPattern("\\[[A-Za-z]+\\]");
    }

    private static void note(List<String> undescribed, String description, String what) {
        if (description == null || description.isBlank()) {
            undescribed.add(what);
        }
    }

    /** As it stands in the snapshot. */
    static String print(GraphQLSchema schema) {
        return new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                        .includeDirectives("deprecated"::equals)
                        .includeDirectiveDefinitions(false)
                        .includeScalarTypes(true)
                        .includeSchemaDefinition(false))
                .print(schema);
    }
}
