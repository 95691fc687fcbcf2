package network.peer.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.language.AstPrinter;
import graphql.language.EnumTypeDefinition;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ObjectTypeDefinition;
import graphql.language.TypeName;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests made up from the schema: most keep to its grammar, some are cut up, some never were GraphQL. */
final class GeneratedOperations {
    static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** What hashes a password, or starts a job: twenty thousand of those would test the processor. */
    private static final Set<String> DEAR = Set.of(
            "register",
            "logIn",
            "changePassword",
            "deleteAccount",
            "startDailyRewards",
            "startReconciliation",
            "checkConservation");

    private static final int DEAR_ONE_IN = 40;
    private static final int DEEPEST = 6;

    private static final List<String> SCRAPS = List.of(
            "{",
            "}",
            "(",
            ")",
            "...",
            "... on Me",
            "@skip(if: true)",
            "@include",
            "$v0",
            "\"\"\"",
            "\"",
            "\u0000",
            "#",
            "fragment f on Query { me { ...f } } ",
            "subscription",
            "null",
            "-1e999",
            "__schema { types { name } }",
            "!",
            "é",
            "\ufeff",
            "query q { a } query q { b }",
            "&",
            "|",
            "mutation");

    private final TypeDefinitionRegistry types;
    private final HostileValues values;

    GeneratedOperations(TypeDefinitionRegistry types, HostileValues values) {
        this.types = types;
        this.values = values;
    }

    /** The body of a request. */
    String next(Random random) {
        int kind = random.nextInt(20);
        if (kind == 0) {
            return noRequest(random);
        }
        ObjectNode variables = JSON.createObjectNode();
        String document = document(random, variables);
        if (kind < 5) {
            document = cutUp(document, random);
        }
        ObjectNode body = JSON.createObjectNode().put("query", document);
        body.set("variables", random.nextInt(50) == 0 ? values.value(new TypeName("Int"), random) : variables);
        if (random.nextInt(50) == 0) {
            body.put("operationName", values.text(random));
        }
        return write(body);
    }

    private String document(Random random, ObjectNode variables) {
        boolean mutation = random.nextInt(5) < 2;
        ObjectTypeDefinition root = Objects.requireNonNull(object(mutation ? "Mutation" : "Query"));
        List<String> declared = new ArrayList<>();
        StringBuilder fields = new StringBuilder();
        for (int i = random.nextInt(10) == 0 ? 3 : 1; i > 0; i--) {
            FieldDefinition field = rootField(root, random);
            fields.append(" r").append(i).append(": ").append(selected(field, random, declared, variables, 1));
        }
        return (mutation ? "mutation" : "query")
                + (declared.isEmpty() ? "" : "(" + String.join(", ", declared) + ")")
                + " {" + fields + " }";
    }

    private static FieldDefinition rootField(ObjectTypeDefinition root, Random random) {
        List<FieldDefinition> fields = root.getFieldDefinitions();
        FieldDefinition field = fields.get(random.nextInt(fields.size()));
        return DEAR.contains(field.getName()) && random.nextInt(DEAR_ONE_IN) > 0 ? rootField(root, random) : field;
    }

    private String selected(
            FieldDefinition field, Random random, List<String> declared, ObjectNode variables, int depth) {
        List<String> arguments = new ArrayList<>();
        for (InputValueDefinition argument : field.getInputValueDefinitions()) {
            if (TypeUtil.isNonNull(argument.getType()) ? random.nextInt(20) > 0 : random.nextBoolean()) {
                arguments.add(argument.getName() + ": " + given(argument, random, declared, variables));
            }
        }
        return field.getName()
                + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")")
                + below(object(TypeUtil.unwrapAll(field.getType()).getName()), random, declared, variables, depth);
    }

    private String given(InputValueDefinition argument, Random random, List<String> declared, ObjectNode variables) {
        JsonNode value = values.argument(argument, random);
        if (random.nextBoolean()) {
            return literal(value, types.getType(argument.getType()).orElse(null) instanceof EnumTypeDefinition);
        }
        String name = "v" + declared.size();
        declared.add("$" + name + ": " + AstPrinter.printAst(argument.getType()));
        variables.set(name, value);
        return "$" + name;
    }

    private static String literal(JsonNode value, boolean constant) {
        if (constant && value.isTextual() && value.asText().matches("[A-Z_]+")) {
            return value.asText();
        }
        if (value.isObject()) {
            List<String> fields = new ArrayList<>();
            value.properties().forEach(field -> fields.add(field.getKey() + ": " + literal(field.getValue(), false)));
            return "{" + String.join(", ", fields) + "}";
        }
        return write(value);
    }

    private String below(
            @Nullable ObjectTypeDefinition type,
            Random random,
            List<String> declared,
            ObjectNode variables,
            int depth) {
        if (type == null) {
            return "";
        }
        StringBuilder fields = new StringBuilder(" { __typename");
        for (FieldDefinition field : type.getFieldDefinitions()) {
            boolean leaf = object(TypeUtil.unwrapAll(field.getType()).getName()) == null;
            if (leaf
                    ? field.getName().equals("id") || random.nextInt(3) == 0
                    : depth < DEEPEST && random.nextInt(2) == 0) {
                fields.append(' ').append(selected(field, random, declared, variables, depth + 1));
            }
        }
        return fields.append(" }").toString();
    }

    private static String cutUp(String document, Random random) {
        int from = random.nextInt(document.length());
        int to = Math.min(document.length(), from + random.nextInt(8));
        String scrap = SCRAPS.get(random.nextInt(SCRAPS.size()));
        return document.substring(0, from) + scrap + document.substring(to);
    }

    private String noRequest(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "[".repeat(20_000);
            case 2 -> "{\"a\":".repeat(3_000);
            case 3 -> "[{\"query\": \"{ me { id } }\"}]";
            case 4 -> "{\"query\": \"" + "{ me ".repeat(3_000) + "\"}";
            case 5 -> write(JSON.createObjectNode().put("query", bomb()));
            case 6 -> "{\"extensions\": {\"persistedQuery\": {\"sha256Hash\": " + write(JSON.createArrayNode()) + "}}}";
            default -> write(JSON.createObjectNode().put("query", values.text(random)));
        };
    }

    /** Two to the fortieth fields. */
    private static String bomb() {
        StringBuilder text = new StringBuilder("{ me { ...f0 } }");
        for (int i = 0; i < 40; i++) {
            text.append(" fragment f%d on Me { ...f%d ...f%d }".formatted(i, i + 1, i + 1));
        }
        return text + " fragment f40 on Me { id }";
    }

    private @Nullable ObjectTypeDefinition object(String name) {
        return types.getType(name).orElse(null) instanceof ObjectTypeDefinition type ? type : null;
    }

    private static String write(JsonNode value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
