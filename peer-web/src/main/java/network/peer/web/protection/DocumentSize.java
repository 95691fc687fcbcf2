package network.peer.web.protection;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import java.util.HashMap;
import java.util.Map;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * How large the operations of a document are once their fragments are put in. Each fragment is measured once: thirty that
 * name each other twice stand for a thousand million fields, and everything that walks through those, from graphql-java's
 * validation on, would never end.
 */
final class DocumentSize {
    private static final long ENOUGH = Integer.MAX_VALUE;

    private final Map<String, FragmentDefinition> fragments = new HashMap<>();
    private final Map<String, Size> measured = new HashMap<>();

    private DocumentSize(Document document) {
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> fragments.put(fragment.getName(), fragment));
    }

    /** @throws BusinessException TOO_LARGE */
    static void require(Document document, ApiLimits limits) {
        DocumentSize sizes = new DocumentSize(document);
        document.getDefinitionsOfType(FragmentDefinition.class)
                .forEach(fragment -> require(sizes.of(fragment.getName()), limits));
        document.getDefinitionsOfType(OperationDefinition.class).forEach(operation -> {
            Size size = sizes.of(operation.getSelectionSet());
            require(size, limits);
            if (size.rootFields() > limits.rootFields()) {
                throw tooLarge("A request has at most " + limits.rootFields() + " top-level fields.");
            }
        });
    }

    private static void require(Size size, ApiLimits limits) {
        if (size.fields() > limits.fields()) {
            throw tooLarge("The query has more than " + limits.fields() + " fields.");
        }
        if (size.aliases() > limits.aliases()) {
            throw tooLarge("The query has more than " + limits.aliases() + " aliases.");
        }
    }

    private Size of(@Nullable SelectionSet selections) {
        Size sum = Size.NOTHING;
        if (selections != null) {
            for (Selection<?> selection : selections.getSelections()) {
                sum = sum.plus(of(selection));
            }
        }
        return sum;
    }

    private Size of(Selection<?> selection) {
        if (selection instanceof Field field) {
            Size below = of(field.getSelectionSet());
            return new Size(below.fields() + 1, below.aliases() + (field.getAlias() == null ? 0 : 1), 1);
        }
        if (selection instanceof InlineFragment inline) {
            return of(inline.getSelectionSet());
        }
        return selection instanceof FragmentSpread spread ? of(spread.getName()) : Size.NOTHING;
    }

    /** One that is not there, or holds itself, is refused by validation. */
    private Size of(String fragment) {
        Size known = measured.get(fragment);
        FragmentDefinition definition = fragments.get(fragment);
        if (known != null || definition == null) {
            return known == null ? Size.NOTHING : known;
        }
        measured.put(fragment, Size.NOTHING);
        Size size = of(definition.getSelectionSet());
        measured.put(fragment, size);
        return size;
    }

    private static BusinessException tooLarge(String message) {
        return new BusinessException(ErrorCode.TOO_LARGE, message);
    }

    private record Size(long fields, long aliases, long rootFields) {
        static final Size NOTHING = new Size(0, 0, 0);

        Size plus(Size other) {
            return new Size(
                    Math.min(ENOUGH, fields + other.fields),
                    Math.min(ENOUGH, aliases + other.aliases),
                    Math.min(ENOUGH, rootFields + other.rootFields));
        }
    }
}
