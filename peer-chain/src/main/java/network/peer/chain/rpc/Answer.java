package network.peer.chain.rpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer strictly: a field that is missing or of another type makes the whole answer worthless. Most of all, a
 * status without {@code err} is malformed, not a success.
 */
final class Answer {
    private Answer() {}

    static JsonObject object(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new MalformedAnswer("not an object");
    }

    static JsonObject object(JsonObject parent, String name) {
        return object(required(parent, name));
    }

    static @Nullable JsonObject nullableObject(JsonValue value) {
        return value == JsonValue.NULL ? null : object(value);
    }

    static JsonArray array(JsonValue value) {
        if (value instanceof JsonArray array) {
            return array;
        }
        throw new MalformedAnswer("not an array");
    }

    static JsonArray array(JsonValue value, int size) {
        JsonArray array = array(value);
        if (array.size() != size) {
            throw new MalformedAnswer(array.size() + " entries instead of " + size);
        }
        return array;
    }

    static String string(JsonValue value) {
        if (value instanceof JsonString string) {
            return string.getString();
        }
        throw new MalformedAnswer("not a string");
    }

    static String string(JsonObject parent, String name) {
        return string(required(parent, name));
    }

    static @Nullable String nullableString(JsonObject parent, String name) {
        JsonValue value = parent.getOrDefault(name, JsonValue.NULL);
        return value == JsonValue.NULL ? null : string(value);
    }

    /** A whole number from 0 to what a long holds. */
    static long number(JsonValue value) {
        if (value instanceof JsonNumber number && number.isIntegral()) {
            try {
                long exact = number.longValueExact();
                if (exact >= 0) {
                    return exact;
                }
            } catch (ArithmeticException tooLarge) {
                throw new MalformedAnswer("number too large: " + number);
            }
        }
        throw new MalformedAnswer("not a whole number of at least 0");
    }

    static long number(JsonObject parent, String name) {
        return number(required(parent, name));
    }

    /** The first of an array of whole numbers. */
    static long firstNumber(JsonObject parent, String name) {
        if (required(parent, name) instanceof JsonArray array && !array.isEmpty()) {
            return number(array.get(0));
        }
        throw new MalformedAnswer("no array of numbers: " + name);
    }

    static @Nullable Long nullableNumber(JsonObject parent, String name) {
        JsonValue value = parent.getOrDefault(name, JsonValue.NULL);
        return value == JsonValue.NULL ? null : number(value);
    }

    static boolean bool(JsonObject parent, String name) {
        JsonValue value = required(parent, name);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        throw new MalformedAnswer(name + " is not a boolean");
    }

    /** The {@code err} field, which must be there: null means success, anything else is kept as JSON text. */
    static @Nullable String error(JsonObject parent) {
        JsonValue error = required(parent, "err");
        return error == JsonValue.NULL ? null : error.toString();
    }

    /** Data as {@code [text, "base64"]}. */
    static byte[] base64Pair(JsonValue value) {
        JsonArray pair = array(value, 2);
        if (!string(pair.get(1)).equals("base64")) {
            throw new MalformedAnswer("data is not base64");
        }
        try {
            return Base64.getDecoder().decode(string(pair.get(0)));
        } catch (IllegalArgumentException e) {
            throw new MalformedAnswer("data is not base64");
        }
    }

    static long contextSlot(JsonValue result) {
        return number(object(object(result), "context"), "slot");
    }

    /** The {@code value} beside a context; JSON null if it is null. */
    static JsonValue value(JsonValue result) {
        return required(object(result), "value");
    }

    static List<String> strings(JsonObject parent, String name) {
        JsonValue value = parent.getOrDefault(name, JsonValue.NULL);
        return value == JsonValue.NULL
                ? List.of()
                : array(value).stream().map(Answer::string).toList();
    }

    private static JsonValue required(JsonObject parent, String name) {
        JsonValue value = parent.get(name);
        if (value == null) {
            throw new MalformedAnswer("no " + name);
        }
        return value;
    }
}
