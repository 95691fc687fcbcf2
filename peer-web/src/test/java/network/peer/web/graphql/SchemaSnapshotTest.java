package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static String print(GraphQLSchema schema) {
        return new SchemaPrinter(SchemaPrinter.Options.defaultOptions()
                        .includeDirectives(false)
                        .includeScalarTypes(true)
                        .includeSchemaDefinition(false))
                .print(schema);
    }
}
