package network.peer.web.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLSchema;
import io.smallrye.graphql.api.Deprecated;
import java.io.IOException;
import org.eclipse.microprofile.graphql.DefaultValue;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

/** What is deprecated, in an API made up for it, is so for everybody who could be told. */
class DeprecationsTest {
    /** Clients are generated from the snapshot: what it does not say, nobody is told. */
    @Test
    void itIsDeprecatedInTheSnapshot() throws IOException {
        assertThat(SchemaSnapshotTest.print(schemaOf(PlantedApi.class, PlantedView.class, PlantedState.class)))
                .contains(
                        "planted(old: String = \"\" @deprecated(reason : \"Leave it out.\")): PlantedView",
                        "@deprecated(reason : \"Use nothing.\")",
                        "oldName: String @deprecated(reason : \"Use newName.\")",
                        "OLD @deprecated(reason : \"Use NEW.\")")
                .containsPattern("newName: String\\n")
                .doesNotContain("directive @");
    }

    @Test
    void itIsDeprecatedForIntrospection() throws IOException {
        GraphQLSchema schema = schemaOf(PlantedApi.class, PlantedView.class, PlantedState.class);

        GraphQLFieldDefinition oldName = schema.getObjectType("PlantedView").getFieldDefinition("oldName");
        GraphQLFieldDefinition query = schema.getQueryType().getFieldDefinition("planted");
        GraphQLEnumType state = (GraphQLEnumType) schema.getType("PlantedState");

        assertThat(oldName.getDeprecationReason()).isEqualTo("Use newName.");
        assertThat(query.getDeprecationReason()).isEqualTo("Use nothing.");
        assertThat(query.getArgument("old").getDeprecationReason()).isEqualTo("Leave it out.");
        assertThat(state.getValue("OLD").getDeprecationReason()).isEqualTo("Use NEW.");
        assertThat(state.getValue("NEW").isDeprecated()).isFalse();
    }

    @Test
    void itSaysWhatToUseInstead() {
        assertThatThrownBy(() -> schemaOf(SilentApi.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("silent");
    }

    private static GraphQLSchema schemaOf(Class<?>... classes) throws IOException {
        return Schemas.executable(Schemas.model(Index.of(classes)));
    }

    @GraphQLApi
    public static class PlantedApi {
        @Query("planted")
        @Deprecated(reason = "Use nothing.")
        public PlantedView planted(@Name("old") @DefaultValue("") @Deprecated(reason = "Leave it out.") String old) {
            return new PlantedView(old, old, PlantedState.NEW);
        }
    }

    @Type("PlantedView")
    public record PlantedView(
            @Deprecated(reason = "Use newName.") String oldName, String newName, PlantedState state) {}

    public enum PlantedState {
        NEW,
        @Deprecated(reason = "Use NEW.")
        OLD
    }

    @GraphQLApi
    public static class SilentApi {
        @Query("silent")
        @Deprecated
        public String silent() {
            return "";
        }
    }
}
