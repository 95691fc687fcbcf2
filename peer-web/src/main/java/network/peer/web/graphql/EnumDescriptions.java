package network.peer.web.graphql;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** Describes enums and their values in the schema: those of the domain cannot carry the API's annotations. */
final class EnumDescriptions extends GraphQLTypeVisitorStub {
    private static final String RESOURCE = "/META-INF/enum-descriptions.properties";

    private final Properties texts = new Properties();

    EnumDescriptions() {
        try (InputStreamReader reader = new InputStreamReader(
                Objects.requireNonNull(EnumDescriptions.class.getResourceAsStream(RESOURCE), RESOURCE),
                StandardCharsets.UTF_8)) {
            texts.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + " cannot be read", e);
        }
    }

    @Override
    public TraversalControl visitGraphQLEnumType(GraphQLEnumType type, TraverserContext<GraphQLSchemaElement> context) {
        String name = type.getName();
        if (!texts.containsKey(name)) {
            return TraversalControl.CONTINUE;
        }
        return changeNode(context, type.transform(builder -> builder.description(texts.getProperty(name))
                .replaceValues(type.getValues().stream()
                        .map(value ->
                                value.transform(it -> it.description(texts.getProperty(name + "." + value.getName()))))
                        .toList())));
    }
}
