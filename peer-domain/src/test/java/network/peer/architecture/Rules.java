package network.peer.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Stream;
import network.peer.identity.internal.PasswordHash;

/** The rules of the module's packages, below any root package: the product's, or that of planted violations. */
final class Rules {
    private static final Set<String> INEXACT = Set.of("double", "float", "java.lang.Double", "java.lang.Float");

    private Rules() {}

    private record Member(HasDescription owner, JavaClass type) {}

    static ArchRule featuresAreFreeOfCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    static ArchRule internalsStayInTheirFeature(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(useInternalsOfTheirOwnFeatureOnly())
                .because("other features use a feature through its root package");
    }

    static ArchRule tokenKnowsTheJdkOnly(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".token..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", root + ".token..", "org.jspecify..")
                .because("value types are for every module and every test");
    }

    static ArchRule persistenceStaysInternal(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages("..internal..", root + ".database..")
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.persistence..")
                        .and(not(belongToAnyOf(EntityManager.class, Query.class, TypedQuery.class))))
                .because("entities and mappings are nobody's API; a service may hold an entity manager");
    }

    static ArchRule transactionsBeginAtServices(String root) {
        return methods()
                .that()
                .areAnnotatedWith(Transactional.class)
                .should()
                .bePublic()
                .andShould()
                .beDeclaredInClassesThat()
                .resideOutsideOfPackage("..internal..")
                .allowEmptyShould(false)
                .because("one public service method is one transaction; " + root + " has no other way to begin one");
    }

    static ArchRule passwordsAreHashedBeforeTransactions(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .containAnyMethodsThat(annotatedWith(Transactional.class))
                .should()
                .callMethod(PasswordHash.class, "of", String.class)
                .orShould()
                .callMethod(PasswordHash.class, "matches", String.class)
                .orShould()
                .callMethod(PasswordHash.class, "compareInVain", String.class)
                .because("it takes tenths of a second, in which nobody is to wait for a connection or a lock");
    }

    static ArchRule moneyIsExact(String root) {
        return classes()
                .that()
                .resideInAnyPackage(
                        root + ".token..",
                        root + ".ledger..",
                        root + ".rewards..",
                        root + ".tokenomics..",
                        root + ".wallet..",
                        root + ".content..")
                .should(haveNoInexactMembers())
                .andShould()
                .notBeAssignableTo(java.util.Date.class)
                .because("a base unit that rounding loses is somebody's money");
    }

    static ArchRule timeComesFromAClock(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".time..")
                .should()
                .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time")))))
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .because("business time can be moved, and tests must not wait");
    }

    static ArchRule nothingIsPrinted(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("messages go to System.Logger, which the server routes");
    }

    static ArchRule solanaLibrariesStayInTheChainModule(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.p2p.solanaj..");
    }

    private static ArchCondition<JavaClass> useInternalsOfTheirOwnFeatureOnly() {
        return new ArchCondition<>("use internals of their own feature only") {
            @Override
            public void check(JavaClass user, ConditionEvents events) {
                user.getDirectDependenciesFromSelf().stream()
                        .filter(use -> isForeignInternal(user, use.getTargetClass()))
                        .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
            }
        };
    }

    private static boolean isForeignInternal(JavaClass user, JavaClass used) {
        int end = (used.getPackageName() + ".").indexOf(".internal.");
        if (end < 0 || !used.getPackageName().startsWith("network.peer.")) {
            return false;
        }
        String feature = used.getPackageName().substring(0, end);
        return !(user.getPackageName() + ".").startsWith(feature + ".");
    }

    private static ArchCondition<JavaClass> haveNoInexactMembers() {
        return new ArchCondition<>("have no double or float") {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                Stream.of(
                                owner.getFields().stream().map(field -> new Member(field, field.getRawType())),
                                owner.getCodeUnits().stream().map(unit -> new Member(unit, unit.getRawReturnType())),
                                owner.getCodeUnits().stream().flatMap(unit -> unit.getRawParameterTypes().stream()
                                        .map(type -> new Member(unit, type))))
                        .flatMap(members -> members)
                        .filter(member -> INEXACT.contains(member.type().getName()))
                        .forEach(member -> events.add(SimpleConditionEvent.violated(
                                owner,
                                member.owner().getDescription() + " has a "
                                        + member.type().getName())));
            }
        };
    }
}
