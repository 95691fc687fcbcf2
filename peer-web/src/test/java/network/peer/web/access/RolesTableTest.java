package network.peer.web.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.graphql.api.Subscription;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import network.peer.identity.Role;
import network.peer.identity.Scope;
import network.peer.web.graphql.Schemas;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Mutation;
import org.eclipse.microprofile.graphql.Name;
import org.eclipse.microprofile.graphql.Query;
import org.eclipse.microprofile.graphql.Source;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.DotName;
import org.junit.jupiter.api.Test;

/** {@code docs/roles.md} and the code say the same, in both directions, and nothing is open by omission. */
class RolesTableTest {
    private static final Path TABLE = Path.of("..", "docs", "roles.md");
    private static final List<String> COLUMNS =
            List.of("verified", "nobody", "USER", "MODERATOR", "ADMIN", "OPERATOR", "AUDITOR");

    private static final List<String> SCOPES =
            Stream.of(Scope.values()).map(Enum::name).toList();

    @Test
    void tableIsWhatTheCodeEnforces() throws Exception {
        Map<String, List<String>> enforced = new TreeMap<>();
        for (Method method : operations()) {
            enforced.put(name(method), row(method));
        }

        assertThat(table(COLUMNS)).containsExactlyInAnyOrderEntriesOf(enforced);
    }

    @Test
    void scopesOpenWhatTheCodeOpensToThem() throws Exception {
        Map<String, List<String>> enforced = new TreeMap<>();
        for (Method method : operations()) {
            enforced.put(name(method), opened(method));
        }

        assertThat(table(SCOPES)).containsExactlyInAnyOrderEntriesOf(enforced);
    }

    @Test
    void everyApiClassIsGuarded() throws Exception {
        assertThat(apiClasses()).isNotEmpty().allMatch(api -> api.isAnnotationPresent(Guarded.class));
    }

    @Test
    void everyOperationSaysToWhomItIsOpen() throws Exception {
        assertThat(operations())
                .isNotEmpty()
                .allMatch(method ->
                        method.isAnnotationPresent(AllowedRoles.class) != method.isAnnotationPresent(Anyone.class));
    }

    @Test
    void everyMutationForSomebodyAsksForAProvenAddress() throws Exception {
        assertThat(operations().stream()
                        .filter(method -> method.isAnnotationPresent(Mutation.class)
                                && !method.isAnnotationPresent(OwnAccount.class))
                        .map(method -> method.getAnnotation(AllowedRoles.class))
                        .filter(allowed -> allowed != null))
                .isNotEmpty()
                .allMatch(AllowedRoles::verified);
    }

    private static List<Class<?>> apiClasses() throws ClassNotFoundException {
        List<Class<?>> classes = new ArrayList<>();
        for (AnnotationInstance api : Schemas.ownClasses().getAnnotations(DotName.createSimple(GraphQLApi.class))) {
            classes.add(Class.forName(api.target().asClass().name().toString()));
        }
        return classes;
    }

    private static List<Method> operations() throws ClassNotFoundException {
        return apiClasses().stream()
                .flatMap(api -> Stream.of(api.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Query.class)
                        || method.isAnnotationPresent(Mutation.class)
                        || method.isAnnotationPresent(Subscription.class)
                        || source(method).isPresent())
                .toList();
    }

    private static Optional<Class<?>> source(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(Source.class))
                .<Class<?>>map(parameter -> sourceType(parameter.getParameterizedType()))
                .findFirst();
    }

    /** Of a batch it is the type of one. */
    private static Class<?> sourceType(Type type) {
        return type instanceof ParameterizedType list ? (Class<?>) list.getActualTypeArguments()[0] : (Class<?>) type;
    }

    private static String name(Method method) {
        if (method.isAnnotationPresent(Query.class)) {
            return "query " + method.getAnnotation(Query.class).value();
        }
        if (method.isAnnotationPresent(Mutation.class)) {
            return "mutation " + method.getAnnotation(Mutation.class).value();
        }
        if (method.isAnnotationPresent(Subscription.class)) {
            return "subscription " + method.getAnnotation(Subscription.class).value();
        }
        return "field "
                + source(method)
                        .orElseThrow()
                        .getAnnotation(org.eclipse.microprofile.graphql.Type.class)
                        .value() + "." + method.getAnnotation(Name.class).value();
    }

    private static List<String> row(Method method) {
        AllowedRoles allowed = method.getAnnotation(AllowedRoles.class);
        boolean anyone = method.isAnnotationPresent(Anyone.class);
        List<String> row = new ArrayList<>();
        row.add(yesNo(allowed != null && allowed.verified()));
        row.add(yesNo(anyone));
        for (Role role : List.of(Role.USER, Role.MODERATOR, Role.ADMIN, Role.OPERATOR, Role.AUDITOR)) {
            Set<Role> roles = EnumSet.of(Role.USER, role);
            boolean mayNever = role == Role.AUDITOR
                    && method.isAnnotationPresent(Mutation.class)
                    && !method.isAnnotationPresent(OwnAccount.class);
            row.add(yesNo(anyone
                    || (!mayNever
                            && allowed != null
                            && Stream.of(allowed.value()).anyMatch(roles::contains))));
        }
        return row;
    }

    /** By scope: a token acts with the scope's role alone, for an owner who has that role. */
    private static List<String> opened(Method method) {
        AllowedRoles allowed = method.getAnnotation(AllowedRoles.class);
        boolean writing = method.isAnnotationPresent(Mutation.class);
        return Stream.of(Scope.values())
                .map(scope -> yesNo(method.isAnnotationPresent(Anyone.class)
                        || (allowed != null
                                && !method.isAnnotationPresent(OwnAccount.class)
                                && !Collections.disjoint(
                                        Scope.roles(Set.of(scope), writing), List.of(allowed.value())))))
                .toList();
    }

    private static String yesNo(boolean value) {
        return value ? "yes" : "no";
    }

    /** The table with these columns, of those that the page has. */
    private static Map<String, List<String>> table(List<String> columns) throws IOException {
        List<String> header =
                Stream.concat(Stream.of("operation"), columns.stream()).toList();
        return Files.readAllLines(TABLE).stream()
                .map(RolesTableTest::cells)
                .dropWhile(cells -> !cells.equals(header))
                .skip(2)
                .takeWhile(cells -> cells.size() == header.size())
                .collect(Collectors.toMap(
                        row -> row.get(0),
                        row -> row.subList(1, row.size()),
                        (a, b) -> {
                            throw new IllegalStateException("twice in the table: " + a);
                        },
                        TreeMap::new));
    }

    private static List<String> cells(String line) {
        return line.startsWith("|")
                ? Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }
}
