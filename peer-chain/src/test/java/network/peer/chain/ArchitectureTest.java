package network.peer.chain;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import network.peer.chain.planted.PlantedViolations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The edges inside this module; each rule is also shown to fail over a class planted for it. */
class ArchitectureTest {
    private static final JavaClasses CHAIN =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("network.peer.chain");
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importClasses(Stream.concat(
                            Stream.of(PlantedViolations.class), Stream.of(PlantedViolations.class.getDeclaredClasses()))
                    .toArray(Class<?>[]::new));

    private static final String SOLANAJ = "org.p2p..";
    private static final DescribedPredicate<JavaClass> OF_SOLANAJ =
            describe("a type of solanaj", type -> type.getPackageName().startsWith("org.p2p."));

    private static final ArchRule SOLANAJ_STAYS_BEHIND_KEYS_AND_TRANSACTIONS = noClasses()
            .that()
            .resideOutsideOfPackages("network.peer.chain.tx", "network.peer.chain.keys")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SOLANAJ)
            .because("its messages, signing and results have traps; we wrap the little of it that is sound");

    private static final ArchRule NO_SIGNATURE_SHOWS_SOLANAJ = noCodeUnits()
            .that(describe(
                    "are not private", unit -> !unit.getModifiers().toString().contains("PRIVATE")))
            .should()
            .haveRawReturnType(OF_SOLANAJ)
            .orShould()
            .haveRawParameterTypes(describe("a parameter of solanaj", ArchitectureTest::anyOfSolanaj))
            .because("nothing of it may leak out of the module");

    private static final ArchRule NO_FIELD_HOLDS_SOLANAJ =
            noFields().should().haveRawType(OF_SOLANAJ).because("nothing of it may leak out of the module");

    private static final ArchRule BOUNCY_CASTLE_STAYS_BEHIND_KEYS = noClasses()
            .that()
            .resideOutsideOfPackage("network.peer.chain.keys")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..")
            .because("key material never leaves the keys package");

    private static final ArchRule NO_DATABASE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.persistence..", "java.sql..", "javax.sql..")
            .because("workers pull intents from domain services and write facts back, so no RPC sits in a transaction");

    private static final ArchRule NO_STANDARD_OUTPUT = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .because("the server routes System.Logger");

    private static final ArchRule PRIMITIVES_KNOW_NO_WORKER = noClasses()
            .that()
            .resideInAnyPackage(
                    "network.peer.chain.keys",
                    "network.peer.chain.tx",
                    "network.peer.chain.rpc",
                    "network.peer.chain.mint",
                    "network.peer.chain.planted")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "jakarta.ejb..", "jakarta.enterprise..", "jakarta.inject..", "network.peer.settlement..")
            .because("a command line uses them without a container");

    static List<ArchRule> rules() {
        return List.of(
                SOLANAJ_STAYS_BEHIND_KEYS_AND_TRANSACTIONS,
                NO_SIGNATURE_SHOWS_SOLANAJ,
                NO_FIELD_HOLDS_SOLANAJ,
                BOUNCY_CASTLE_STAYS_BEHIND_KEYS,
                NO_DATABASE,
                NO_STANDARD_OUTPUT,
                PRIMITIVES_KNOW_NO_WORKER);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds(ArchRule rule) {
        rule.check(CHAIN);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void failsOverItsPlantedViolation(ArchRule rule) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(PLANTED))
                .withMessageContaining("PlantedViolations");
    }

    @Test
    void featuresAreFreeOfCycles() {
        slices().matching("network.peer.chain.(*)..").should().beFreeOfCycles().check(CHAIN);
    }

    private static boolean anyOfSolanaj(List<JavaClass> types) {
        return types.stream().anyMatch(OF_SOLANAJ);
    }
}
