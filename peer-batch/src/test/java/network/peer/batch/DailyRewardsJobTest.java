package network.peer.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.batch.api.BatchProperty;
import jakarta.inject.Named;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import network.peer.operations.JobControl;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The job's XML against its classes: what a server would only find out when the job runs. */
class DailyRewardsJobTest {
    private static final Map<String, JavaClass> ARTIFACTS = new ClassFileImporter()
            .importPackages("network.peer.batch").stream()
                    .filter(type -> type.isAnnotatedWith(Named.class))
                    .collect(Collectors.toMap(
                            type -> type.getAnnotationOfType(Named.class).value(), type -> type));

    @Test
    void itsNameIsTheOneThatIsStarted() throws Exception {
        assertThat(job().getAttribute("id")).isEqualTo(JobControl.DAILY_REWARDS);
    }

    @Test
    void everyArtifactIsABeanAndGetsEveryPropertyItAsksFor() throws Exception {
        Map<String, List<String>> given = new TreeMap<>();
        for (String tag : List.of("listener", "batchlet", "mapper", "reader", "writer")) {
            for (Element artifact : elements(job(), tag)) {
                given.put(artifact.getAttribute("ref"), properties(artifact));
            }
        }

        assertThat(given.keySet()).isEqualTo(new TreeMap<>(ARTIFACTS).keySet());
        given.forEach((name, properties) -> assertThat(properties)
                .as(name)
                .containsExactlyInAnyOrderElementsOf(asked(Objects.requireNonNull(ARTIFACTS.get(name)))));
    }

    private static List<String> asked(JavaClass artifact) {
        return artifact.getAllFields().stream()
                .filter(field -> field.isAnnotatedWith(BatchProperty.class))
                .map(field -> field.getName())
                .toList();
    }

    private static List<String> properties(Element artifact) {
        return elements(artifact, "property").stream()
                .map(property -> property.getAttribute("name"))
                .toList();
    }

    private static Element job() throws Exception {
        try (InputStream xml =
                DailyRewardsJobTest.class.getResourceAsStream("/META-INF/batch-jobs/daily-rewards.xml")) {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(xml)
                    .getDocumentElement();
        }
    }

    private static List<Element> elements(Element parent, String tag) {
        NodeList found = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }
}
