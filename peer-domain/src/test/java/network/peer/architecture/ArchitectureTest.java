package network.peer.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Each rule holds for the module, and is seen to fail where a violation is planted among the tests. */
class ArchitectureTest {
    private static final String ROOT = "network.peer";
    private static final String PLANTED = "network.peer.architecture.planted";
    private static final JavaClasses MODULE =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void theModuleIsThere() {
        assertThat(MODULE.size()).isGreaterThan(100);
    }

    @Test
    void featuresAreFreeOfCycles() {
        holdsAndFails(Rules::featuresAreFreeOfCycles, "cycle", "Cycle detected");
    }

    @Test
    void internalsStayInTheirFeature() {
        holdsAndFails(Rules::internalsStayInTheirFeature, "internals", "internals.two.internal.Hidden");
    }

    @Test
    void tokenKnowsTheJdkOnly() {
        holdsAndFails(Rules::tokenKnowsTheJdkOnly, "token", "jakarta.inject");
    }

    @Test
    void persistenceStaysInternal() {
        holdsAndFails(Rules::persistenceStaysInternal, "entities", "jakarta.persistence.Entity");
    }

    @Test
    void transactionsBeginAtServices() {
        holdsAndFails(Rules::transactionsBeginAtServices, "transactions", "Store.write()");
    }

    @Test
    void passwordsAreHashedBeforeTransactions() {
        holdsAndFails(Rules::passwordsAreHashedBeforeTransactions, "passwords", "PasswordHash.of");
    }

    @Test
    void moneyIsExact() {
        holdsAndFails(Rules::moneyIsExact, "money", "double");
    }

    @Test
    void timeComesFromAClock() {
        holdsAndFails(Rules::timeComesFromAClock, "clock", "Instant.now()");
    }

    @Test
    void nothingIsPrinted() {
        holdsAndFails(Rules::nothingIsPrinted, "output", "System.out");
    }

    @Test
    void solanaLibrariesStayInTheChainModule() {
        holdsAndFails(Rules::solanaLibrariesStayInTheChainModule, "library", "org.p2p.solanaj.planted");
    }

    private static void holdsAndFails(Function<String, ArchRule> rule, String folder, String violation) {
        String root = PLANTED + "." + folder;
        JavaClasses planted = new ClassFileImporter().importPackages(root);

        assertThatCode(() -> rule.apply(ROOT).check(MODULE)).doesNotThrowAnyException();
        assertThatThrownBy(() -> rule.apply(root).check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(violation);
    }
}
