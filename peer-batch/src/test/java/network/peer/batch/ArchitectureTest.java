package network.peer.batch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import org.junit.jupiter.api.Test;

/** Each rule holds for the module, and is seen to fail on {@code network.peer.batch.planted} among the tests. */
class ArchitectureTest {
    private static final JavaClasses MODULE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("network.peer.batch");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("network.peer.batch.planted");

    @Test
    void theModuleIsThere() {
        assertThat(MODULE.contain(JobControlBean.class)).isTrue();
    }

    @Test
    void noPersistenceOutsideOfTheDomain() {
        holdsAndFails(
                noClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql.."),
                "jakarta.persistence.EntityManager");
    }

    @Test
    void oneBeanCallsTheBatchRuntime() {
        holdsAndFails(
                noClasses()
                        .that()
                        .doNotHaveFullyQualifiedName(JobControlBean.class.getName())
                        .should()
                        .dependOnClassesThat()
                        .belongToAnyOf(BatchRuntime.class, JobOperator.class),
                "jakarta.batch.runtime.BatchRuntime");
    }

    @Test
    void internalsOfFeaturesAreNotUsed() {
        holdsAndFails(
                noClasses().should().dependOnClassesThat().resideInAPackage("network.peer..internal.."),
                "network.peer.rewards.internal");
    }

    @Test
    void timeComesFromTheDomain() {
        holdsAndFails(
                noClasses()
                        .should()
                        .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time"))))),
                "LocalDate.now(");
    }

    private static void holdsAndFails(ArchRule rule, String violation) {
        assertThatCode(() -> rule.check(MODULE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> rule.check(PLANTED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(violation);
    }
}
