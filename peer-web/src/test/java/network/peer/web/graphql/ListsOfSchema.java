package network.peer.web.graphql;

import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLModifiedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which lists of objects there are, and the query that asks for one with everything below it. */
final class ListsOfSchema {
    /** Of pages within the list that is asked for. */
    private static final int INNER_PAGE = 2;

    private final GraphQLSchema schema;

    ListsOfSchema(GraphQLSchema schema) {
        this.schema = schema;
    }

    /** Every page and every list of objects, as {@code Type.field}. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (GraphQLType type : schema.getAllTypesAsList()) {
            if (type instanceof GraphQLObjectType object
                    && !object.getName().startsWith("__")
                    && !object.getName().endsWith("Connection")) {
                object.getFieldDefinitions().stream()
                        .filter(field -> isPage(field) || isListOfObjects(field))
                        .forEach(field -> names.add(object.getName() + "." + field.getName()));
            }
        }
        return names;
    }

    /** A list, by the fields that lead to it with their arguments. */
    final class Asked {
        private final String operation;
        private final List<String> steps;
        private final List<GraphQLFieldDefinition> fields;

        private Asked(String operation, String path) {
            this.operation = operation;
            this.steps = List.of(path.split("/", -1));
            GraphQLObjectType type = operation.equals("query") ? schema.getQueryType() : schema.getSubscriptionType();
            List<GraphQLFieldDefinition> found = new java.util.ArrayList<>();
            for (String step : steps) {
                GraphQLFieldDefinition field = type.getFieldDefinition(fieldName(step));
                found.add(field);
                type = (GraphQLObjectType) GraphQLTypeUtil.unwrapAll(field.getType());
            }
            this.fields = found;
        }

        /** As in {@link ListsOfSchema#names()}. */
        String name() {
            String parent = fields.size() == 1
                    ? (operation.equals("query") ? "Query" : "Subscription")
                    : ((GraphQLObjectType) GraphQLTypeUtil.unwrapAll(
                                    fields.get(fields.size() - 2).getType()))
                            .getName();
            return parent + "." + last().getName();
        }

        String document() {
            String selection = whole(last(), new ArrayDeque<>());
            for (int i = steps.size() - 1; i >= 0; i--) {
                selection = " { " + steps.get(i) + selection + " }";
            }
            return operation + selection;
        }

        /** The names from the root to the rows. */
        List<String> pathToRows() {
            Stream<String> path = steps.stream().map(ListsOfSchema::fieldName);
            return (isPage(last()) ? Stream.concat(path, Stream.of("edges")) : path).toList();
        }

        private GraphQLFieldDefinition last() {
            return fields.get(fields.size() - 1);
        }
    }

    /** @param path such as {@code me/history(first: 20)}; pages on the way are named with their edges and nodes */
    Asked query(String path) {
        return new Asked("query", path);
    }

    Asked subscription(String path) {
        return new Asked("subscription", path);
    }

    private static String fieldName(String step) {
        return step.replaceAll("\\(.*", "");
    }

    /** All fields of the type and of all types below it; a type within itself is not entered again. */
    private static String whole(GraphQLFieldDefinition field, Deque<String> above) {
        if (!(GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType type)) {
            return "";
        }
        above.push(type.getName());
        String selection = type.getFieldDefinitions().stream()
                .filter(inner -> !above.contains(
                        GraphQLTypeUtil.unwrapAll(inner.getType()).getName()))
                .map(inner -> inner.getName() + arguments(inner) + whole(inner, above))
                .collect(Collectors.joining(" ", " { ", " }"));
        above.pop();
        return selection;
    }

    private static String arguments(GraphQLFieldDefinition field) {
        for (GraphQLArgument argument : field.getArguments()) {
            if (GraphQLTypeUtil.isNonNull(argument.getType()) && !argument.hasSetDefaultValue()) {
                throw new IllegalStateException("what is " + argument.getName() + " of " + field.getName() + "?");
            }
        }
        return field.getArgument("first") == null ? "" : "(first: " + INNER_PAGE + ")";
    }

    private static boolean isPage(GraphQLFieldDefinition field) {
        return GraphQLTypeUtil.unwrapAll(field.getType()).getName().endsWith("Connection");
    }

    private static boolean isListOfObjects(GraphQLFieldDefinition field) {
        return isList(field.getType()) && GraphQLTypeUtil.unwrapAll(field.getType()) instanceof GraphQLObjectType;
    }

    private static boolean isList(GraphQLType type) {
        return type instanceof GraphQLList
                || (type instanceof GraphQLModifiedType modified && isList(modified.getWrappedType()));
    }
}
