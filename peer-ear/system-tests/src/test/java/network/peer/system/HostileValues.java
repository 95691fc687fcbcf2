package network.peer.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.language.EnumTypeDefinition;
import graphql.language.InputObjectTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Values for arguments, as the schema wants them or as an attacker would: three of four are of the right type. */
final class HostileValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a good text",
            "no@people.example",
            "Abcdefgh1",
            "x".repeat(5_000),
            "'); drop table ledger_posting; --",
            "\" or 1=1 --",
            "${jndi:ldap://127.0.0.1:1/a}",
            "#{7*7}${7*7}{{7*7}}",
            "../../../../etc/passwd",
            "<script>alert(1)</script>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "%s%n%x{0}",
            "zero\u0000zero",
            "line\r\nSet-Cookie: a=b",
            "\ud800",
            "\udfff\ud800",
            "\u202egnp.exe",
            "\uffff\ufeff",
            "👩‍👩‍👧‍👦".repeat(50),
            "e\u0301".repeat(300),
            "__proto__",
            "NaN",
            "-1",
            "1.5",
            "0.000000001",
            "1E+99999999",
            "1e-99999999",
            "99999999999999999999999999",
            "MjAyNi0wMS0wMQ",
            "AAAA".repeat(100),
            "2026-13-45",
            "9999-12-31");

    private static final List<String> AMOUNTS = List.of("0.000000001", "0.01", "1", "1.5");

    private static final List<JsonNode> NUMBERS = List.of(
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(Integer.MIN_VALUE),
            JSON.numberNode(2_147_483_648L),
            JSON.numberNode(Long.MAX_VALUE),
            JSON.numberNode(new BigInteger("9".repeat(400))),
            JSON.numberNode(new BigDecimal("1E+400")),
            JSON.numberNode(new BigDecimal("1E+99999999")),
            JSON.numberNode(new BigDecimal("-1E-99999999")),
            JSON.numberNode(0.1));

    private final TypeDefinitionRegistry types;
    private final List<String> ids;

    /** @param ids of things that are there */
    HostileValues(TypeDefinitionRegistry types, List<String> ids) {
        this.types = types;
        this.ids = ids;
    }

    /** What money-moving mutations need to move some is too rare among all texts. */
    JsonNode argument(InputValueDefinition argument, Random random) {
        return argument.getName().equals("amount") && random.nextBoolean()
                ? JSON.textNode(AMOUNTS.get(random.nextInt(AMOUNTS.size())))
                : value(argument.getType(), random);
    }

    JsonNode value(Type<?> type, Random random) {
        return random.nextInt(4) == 0 ? anything(random, 3) : proper(type, random);
    }

    String text(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private JsonNode proper(Type<?> type, Random random) {
        if (type instanceof NonNullType required) {
            return proper(required.getType(), random);
        }
        if (random.nextInt(8) == 0) {
            return JSON.nullNode();
        }
        if (type instanceof ListType list) {
            ArrayNode array = JSON.arrayNode();
            for (int i = random.nextInt(3); i > 0; i--) {
                array.add(proper(list.getType(), random));
            }
            return array;
        }
        return named(((TypeName) type).getName(), random);
    }

    private JsonNode named(String type, Random random) {
        return switch (type) {
            case "ID" -> JSON.textNode(ids.get(random.nextInt(ids.size())));
            case "Int" -> JSON.numberNode(1 + random.nextInt(100));
            case "Boolean" -> JSON.booleanNode(random.nextBoolean());
            case "Date" -> JSON.textNode("20" + (10 + random.nextInt(15)) + "-0" + (1 + random.nextInt(9)) + "-15");
            case "BigInteger" -> JSON.textNode(Integer.toString(random.nextInt(1_000_000)));
            default -> defined(type, random);
        };
    }

    private JsonNode defined(String type, Random random) {
        var definition = types.getType(type).orElse(null);
        if (definition instanceof EnumTypeDefinition constants) {
            var values = constants.getEnumValueDefinitions();
            return JSON.textNode(values.get(random.nextInt(values.size())).getName());
        }
        if (definition instanceof InputObjectTypeDefinition input) {
            ObjectNode object = JSON.objectNode();
            for (InputValueDefinition field : input.getInputValueDefinitions()) {
                object.set(field.getName(), value(field.getType(), random));
            }
            return object;
        }
        return JSON.textNode(text(random));
    }

    private JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 3)) {
            case 0 -> NUMBERS.get(random.nextInt(NUMBERS.size()));
            case 1 -> JSON.textNode(text(random));
            case 2 -> JSON.booleanNode(random.nextBoolean());
            case 3 -> JSON.nullNode();
            case 4 -> JSON.arrayNode().add(anything(random, depth - 1));
            default -> JSON.objectNode().set("a", anything(random, depth - 1));
        };
    }
}
