package network.peer.web.graphql;

import graphql.Scalars;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLSchemaElement;
import graphql.schema.GraphQLTypeVisitorStub;
import graphql.schema.SchemaTransformer;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import io.smallrye.graphql.api.Deprecated;
import io.smallrye.graphql.api.Entry;
import io.smallrye.graphql.bootstrap.Bootstrap;
import io.smallrye.graphql.schema.SchemaBuilder;
import io.smallrye.graphql.schema.model.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Repeatable;
import java.util.List;
import java.util.Map;
import network.peer.content.Payment;
import network.peer.identity.Role;
import network.peer.identity.Scope;
import network.peer.identity.UserStatus;
import network.peer.ledger.PostingRole;
import network.peer.ledger.SystemAccount;
import network.peer.ledger.TransactionKind;
import network.peer.ledger.Unit;
import network.peer.operations.JobState;
import network.peer.rewards.LeftOutReason;
import network.peer.rewards.RewardDayState;
import network.peer.rewards.RewardOutcome;
import network.peer.rewards.WithheldReason;
import network.peer.settlement.AttemptState;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.LaneWork;
import network.peer.tokenomics.ActionKind;
import network.peer.wallet.ChainState;
import org.jboss.jandex.CompositeIndex;
import org.jboss.jandex.IndexReader;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;

/** The schema, read from the index of the classes of this module that the build writes. */
public final class Schemas {
    private static final String INDEX = "/META-INF/peer-web.idx";

    /** What the schema builder looks up by itself. */
    private static final List<Class<?>> BUILDER_NEEDS =
            List.of(Map.class, Entry.class, Repeatable.class, Deprecated.class);

    /** The enums of the domain that the schema shows as they are. */
    private static final List<Class<?>> DOMAIN_ENUMS = List.of(
            Role.class,
            Scope.class,
            UserStatus.class,
            ActionKind.class,
            Payment.class,
            TransactionKind.class,
            SystemAccount.class,
            PostingRole.class,
            Unit.class,
            ChainState.class,
            IntentKind.class,
            IntentState.class,
            AttemptState.class,
            LaneWork.class,
            RewardDayState.class,
            RewardOutcome.class,
            LeftOutReason.class,
            WithheldReason.class,
            JobState.class);

    private Schemas() {}

    /** SmallRye's model: which method of which class answers which field. */
    public static Schema model() {
        return model(ownClasses());
    }

    /** That of other API classes than this module's. */
    static Schema model(IndexView apiClasses) {
        return SchemaBuilder.build(CompositeIndex.create(apiClasses, otherClasses()));
    }

    /** @param model as {@link #model()} gives it */
    public static GraphQLSchema executable(Schema model) {
        GraphQLSchema schema =
                SchemaTransformer.transformSchema(Bootstrap.bootstrap(model, true), new StandardIntegers());
        schema = SchemaTransformer.transformSchema(schema, new Deprecations());
        return SchemaTransformer.transformSchema(schema, new EnumDescriptions());
    }

    /** SmallRye's own Int takes any number and keeps its lowest 32 bits: 4294967306 would be 10. */
    private static final class StandardIntegers extends GraphQLTypeVisitorStub {
        @Override
        public TraversalControl visitGraphQLScalarType(
                GraphQLScalarType scalar, TraverserContext<GraphQLSchemaElement> context) {
            return scalar.getName().equals(Scalars.GraphQLInt.getName())
                    ? changeNode(context, Scalars.GraphQLInt)
                    : TraversalControl.CONTINUE;
        }
    }

    /** Every class of this module. */
    public static IndexView ownClasses() {
        try (InputStream index = Schemas.class.getResourceAsStream(INDEX)) {
            if (index == null) {
                throw new IllegalStateException("the build wrote no " + INDEX);
            }
            return new IndexReader(index).read();
        } catch (IOException e) {
            throw new UncheckedIOException(INDEX + " cannot be read", e);
        }
    }

    private static IndexView otherClasses() {
        try {
            Indexer indexer = new Indexer();
            for (Class<?> needed : BUILDER_NEEDS) {
                indexer.indexClass(needed);
            }
            for (Class<?> needed : DOMAIN_ENUMS) {
                indexer.indexClass(needed);
            }
            return indexer.complete();
        } catch (IOException e) {
            throw new UncheckedIOException("a class cannot be indexed", e);
        }
    }
}
