package network.peer.web.graphql;

import java.util.UUID;
import network.peer.BusinessException;
import network.peer.InvalidInputException;
import network.peer.PageRequest;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** Reads arguments that the schema cannot check. */
public final class Arguments {
    /** How many items a page has unless the client says otherwise; the text is for {@code @DefaultValue}. */
    public static final String PAGE_SIZE = "20";

    private Arguments() {}

    /** @throws BusinessException BAD_INPUT naming the argument */
    public static UUID id(String argument, String text) {
        try {
            UUID id = UUID.fromString(text);
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException notAnId) {
            throw new InvalidInputException(argument, "not an id", notAnId);
        }
        throw new InvalidInputException(argument, "not an id");
    }

    public static @Nullable UUID optionalId(String argument, @Nullable String text) {
        return text == null ? null : id(argument, text);
    }

    /** @throws BusinessException BAD_INPUT naming the argument */
    public static TokenAmount amount(String argument, String decimal) {
        try {
            return TokenAmount.parse(decimal);
        } catch (IllegalArgumentException noAmount) {
            throw new InvalidInputException(
                    argument, "a plain decimal number with at most nine decimals, such as 12.5", noAmount);
        }
    }

    public static @Nullable TokenAmount optionalAmount(String argument, @Nullable String decimal) {
        return decimal == null ? null : amount(argument, decimal);
    }

    /** @throws BusinessException BAD_INPUT */
    public static PageRequest page(@Nullable Integer first, @Nullable String after) {
        return new PageRequest(first == null ? Integer.parseInt(PAGE_SIZE) : first, after);
    }

    /** A count on the wire; more than an Int holds is shown as the most it holds. */
    public static int count(long value) {
        return (int) Math.min(Integer.MAX_VALUE, value);
    }
}
