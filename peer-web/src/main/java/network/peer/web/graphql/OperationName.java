package network.peer.web.graphql;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for, in the words of the schema: a client's own names could hold anything.
 *
 * @param type {@code query}, {@code mutation} or {@code subscription}
 * @param field the first field that the schema has; {@code other} if there is none
 */
record OperationName(String type, String field) {
    /** Empty if the request will be refused for its syntax, or names no operation of its document. */
    static Optional<OperationName> of(GraphQLSchema schema, GraphQLRequest request) {
        try {
            Document document = Parser.parse(request.query());
            String wanted = request.operationName();
            return document.getDefinitionsOfType(OperationDefinition.class).stream()
                    .filter(operation -> wanted == null || wanted.equals(operation.getName()))
                    .findFirst()
                    .map(operation -> of(schema, operation));
        } catch (InvalidSyntaxException refused) {
            return Optional.empty();
        }
    }

    private static OperationName of(GraphQLSchema schema, OperationDefinition operation) {
        GraphQLObjectType root = root(schema, operation);
        String field = operation.getSelectionSet().getSelectionsOfType(Field.class).stream()
                .map(Field::getName)
                .filter(name -> root != null && root.getFieldDefinition(name) != null)
                .findFirst()
                .orElse("other");
        return new OperationName(operation.getOperation().name().toLowerCase(Locale.ROOT), field);
    }

    private static @Nullable GraphQLObjectType root(GraphQLSchema schema, OperationDefinition operation) {
        return switch (operation.getOperation()) {
            case QUERY -> schema.getQueryType();
            case MUTATION -> schema.getMutationType();
            case SUBSCRIPTION -> schema.getSubscriptionType();
        };
    }
}
