package network.peer.web.protection;

import graphql.language.Document;
import graphql.language.FloatValue;
import graphql.language.Node;
import graphql.language.NodeTraverser;
import graphql.language.NodeVisitorStub;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import network.peer.BusinessException;
import network.peer.ErrorCode;

/**
 * Refuses numbers such as 1E+99999999: they are short, and whoever asks graphql-java whether that is an Int waits until all
 * its digits are written out.
 */
public final class Numbers {
    /** No argument of the API has so many digits, before the point or behind it. */
    private static final int MOST_DIGITS = 1_000;

    private Numbers() {}

    /** @throws BusinessException BAD_INPUT */
    static void requireIn(Document document) {
        new NodeTraverser()
                .depthFirst(
                        new NodeVisitorStub() {
                            @Override
                            @SuppressWarnings("rawtypes") // of graphql-java
                            public TraversalControl visitFloatValue(FloatValue node, TraverserContext<Node> context) {
                                requireScale(node.getValue().scale());
                                return TraversalControl.CONTINUE;
                            }
                        },
                        document);
    }

    /** @throws BusinessException BAD_INPUT */
    public static void requireIn(JsonValue value) {
        if (value instanceof JsonObject object) {
            object.values().forEach(Numbers::requireIn);
        } else if (value instanceof JsonArray array) {
            array.forEach(Numbers::requireIn);
        } else if (value instanceof JsonNumber number) {
            requireScale(scale(number));
        }
    }

    private static int scale(JsonNumber number) {
        try {
            return number.bigDecimalValue().scale();
        } catch (RuntimeException tooLong) {
            throw refused(tooLong);
        }
    }

    private static void requireScale(int scale) {
        if (Math.abs((long) scale) > MOST_DIGITS) {
            throw refused(new ArithmeticException("scale " + scale));
        }
    }

    private static BusinessException refused(RuntimeException cause) {
        return new BusinessException(ErrorCode.BAD_INPUT, "A number has too many digits.", cause);
    }
}
