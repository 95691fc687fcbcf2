package network.peer.web.protection;

import graphql.ExecutionResult;
import graphql.execution.ExecutionContext;
import graphql.execution.instrumentation.FieldFetchingInstrumentationContext;
import graphql.execution.instrumentation.InstrumentationContext;
import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimpleInstrumentationContext;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationExecuteOperationParameters;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.execution.instrumentation.parameters.InstrumentationValidationParameters;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.validation.ValidationError;
import java.util.ArrayList;
import java.util.List;
import network.peer.BusinessException;
import network.peer.database.OperationDeadline;
import org.jspecify.annotations.Nullable;

/** Refuses a document for its size before it is validated, an operation before it is run, and a field after its time. */
final class ProtectionInstrumentation extends SimplePerformantInstrumentation {
    private final ApiLimits limits;

    ProtectionInstrumentation(ApiLimits limits) {
        this.limits = limits;
    }

    @Override
    public @Nullable InstrumentationContext<List<ValidationError>> beginValidation(
            InstrumentationValidationParameters parameters, InstrumentationState state) {
        refuseUnless(() -> {
            DocumentSize.require(parameters.getDocument(), limits);
            Numbers.requireIn(parameters.getDocument());
        });
        return SimpleInstrumentationContext.noOp();
    }

    @Override
    public @Nullable InstrumentationContext<ExecutionResult> beginExecuteOperation(
            InstrumentationExecuteOperationParameters parameters, InstrumentationState state) {
        ExecutionContext execution = parameters.getExecutionContext();
        OperationGuard guard = execution.getGraphQLContext().get(OperationGuard.class.getName());
        if (guard != null) {
            List<String> rootFields = new ArrayList<>();
            collect(execution.getOperationDefinition().getSelectionSet(), execution, rootFields);
            refuseUnless(() -> guard.admit(rootFields));
        }
        return SimpleInstrumentationContext.noOp();
    }

    @Override
    public FieldFetchingInstrumentationContext beginFieldFetching(
            InstrumentationFieldFetchParameters parameters, InstrumentationState state) {
        refuseUnless(OperationDeadline::check);
        return FieldFetchingInstrumentationContext.NOOP;
    }

    /** Valid and not too large, so this ends. */
    private static void collect(SelectionSet selections, ExecutionContext execution, List<String> names) {
        for (Selection<?> selection : selections.getSelections()) {
            if (selection instanceof Field field) {
                names.add(field.getName());
            } else if (selection instanceof InlineFragment inline) {
                collect(inline.getSelectionSet(), execution, names);
            } else if (selection instanceof FragmentSpread spread) {
                FragmentDefinition fragment = execution.getFragment(spread.getName());
                collect(fragment.getSelectionSet(), execution, names);
            }
        }
    }

    private static void refuseUnless(Runnable allowed) {
        try {
            allowed.run();
        } catch (BusinessException refusal) {
            throw new RefusedOperationException(refusal);
        }
    }
}
