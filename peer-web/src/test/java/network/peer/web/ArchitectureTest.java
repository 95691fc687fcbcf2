package network.peer.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.json.Json;
import jakarta.persistence.EntityManager;
import java.math.BigDecimal;
import network.peer.content.internal.PostEntity;
import network.peer.web.access.Guarded;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Type;
import org.junit.jupiter.api.Test;

/** What this module may know. Each rule is shown once to fail, on a class of this test that breaks it. */
class ArchitectureTest {
    private static final JavaClasses WEB =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("network.peer.web");
    private static final JavaClasses BROKEN = new ClassFileImporter().importClasses(BrokenApi.class);

    @Test
    void queriesAnswerWithViews() {
        check(methods().that().areAnnotatedWith(Query.class).should().haveRawReturnType(aView()));
    }

    @Test
    void mutationsAnswerWithViews() {
        check(methods().that().areAnnotatedWith(Mutation.class).should().haveRawReturnType(aView()));
    }

    @Test
    void apiClassesAreGuarded() {
        check(classes().that().areAnnotatedWith(GraphQLApi.class).should().beAnnotatedWith(Guarded.class));
    }

    @Test
    void webKnowsNeitherChainNorBatch() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("network.peer.chain..", "network.peer.batch..")
                .check(WEB);
    }

    @Test
    void webKnowsNoInternals() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("network.peer..internal.."));
    }

    @Test
    void webReachesTheDatabaseThroughServicesOnly() {
        check(noClasses().should().dependOnClassesThat().resideInAPackage("jakarta.persistence.."));
    }

    /** Who refuses numbers of too many digits looks at numbers, and keeps none. */
    @Test
    void amountsAreNoFloatingPointNumbers() {
        check(noClasses()
                .that()
                .haveNameNotMatching(".*\\.protection\\.Numbers(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Double.class, Float.class, BigDecimal.class));
    }

    /** Each of its methods looks for the implementation in every jar anew, which takes longer than a statement. */
    @Test
    void theImplementationOfJsonIsFoundOnce() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(Json.class));
    }

    @Test
    void featuresAreFreeOfCycles() {
        slices().matching("network.peer.web.graphql.(*)..")
                .should()
                .beFreeOfCycles()
                .check(WEB);
    }

    /** On the real classes it must hold; on the broken one it must not. */
    private static void check(ArchRule rule) {
        rule.check(WEB);
        assertThatThrownBy(() -> rule.check(BROKEN)).isInstanceOf(AssertionError.class);
    }

    private static DescribedPredicate<JavaClass> aView() {
        return DescribedPredicate.describe(
                "a view of this module",
                type -> type.isPrimitive()
                        || (type.isAnnotatedWith(Type.class)
                                && type.getPackageName().startsWith("network.peer.web")));
    }

    @GraphQLApi
    static class BrokenApi {
        private final PostEntity entity;
        private final Double rate;

        BrokenApi(PostEntity entity, Double rate, EntityManager manager) {
            this.entity = entity;
            this.rate = manager.isOpen() && Json.createValue(1).isIntegral() ? rate : null;
        }

        @Query("broken")
        public PostEntity broken() {
            return entity;
        }

        @Mutation("breakIt")
        public Double breakIt() {
            return rate;
        }
    }
}
