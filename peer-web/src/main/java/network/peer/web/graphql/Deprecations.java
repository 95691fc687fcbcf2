package network.peer.web.graphql;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLDirectiveContainer;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import java.util.Optional;

/** Tells introspection what is deprecated: SmallRye only hangs the directive on it, which is seen in the printed schema alone. */
final class Deprecations extends GraphQLTypeVisitorStub {
    @Override
    public TraversalControl visitGraphQLFieldDefinition(
            GraphQLFieldDefinition field, TraverserContext<GraphQLSchemaElement> context) {
        return reason(field)
                .map(reason -> changeNode(context, field.transform(changed -> changed.deprecate(reason))))
                .orElse(TraversalControl.CONTINUE);
    }

    @Override
    public TraversalControl visitGraphQLArgument(
            GraphQLArgument argument, TraverserContext<GraphQLSchemaElement> context) {
        return reason(argument)
                .map(reason -> changeNode(context, argument.transform(changed -> changed.deprecate(reason))))
                .orElse(TraversalControl.CONTINUE);
    }

    @Override
    public TraversalControl visitGraphQLInputObjectField(
            GraphQLInputObjectField field, TraverserContext<GraphQLSchemaElement> context) {
        return reason(field)
                .map(reason -> changeNode(context, field.transform(changed -> changed.deprecate(reason))))
                .orElse(TraversalControl.CONTINUE);
    }

    @Override
    public TraversalControl visitGraphQLEnumValueDefinition(
            GraphQLEnumValueDefinition value, TraverserContext<GraphQLSchemaElement> context) {
        return reason(value)
                .map(reason -> changeNode(context, value.transform(changed -> changed.deprecationReason(reason))))
                .orElse(TraversalControl.CONTINUE);
    }

    /** By the older of the library's two ways to ask: SmallRye hangs definitions on the schema, not applied directives. */
    @SuppressWarnings("deprecation")
    private static Optional<String> reason(GraphQLDirectiveContainer element) {
        GraphQLDirective directive = element.getDirective("deprecated");
        if (directive == null) {
            return Optional.empty();
        }
        String reason = GraphQLArgument.getArgumentValue(directive.getArgument("reason"));
        if (reason == null || reason.isBlank()) {
            throw new IllegalStateException(element.getName() + " is deprecated without a word of what to use instead");
        }
        return Optional.of(reason);
    }
}
