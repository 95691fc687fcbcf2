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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import network.peer.operations.JobControl;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The jobs' XML against their classes: what a server would only find out when a job runs. */
class JobDefinitionsTest {
    private static final Map<String, JavaClass> ARTIFACTS = new ClassFileImporter()
            .importPackages("network.peer.batch").stream()
                    .filter(type -> type.isAnnotatedWith(Named.class))
                    .collect(Collectors.toMap(
                            type -> type.getAnnotationOfType(Named.class).value(), type -> type));

    private static final List<String> JOBS = List.of(JobControl.DAILY_REWARDS, JobControl.RECONCILIATION);

    @Test
    void theirNamesAreThoseThatAreStarted() throws Exception {
        for (String name : JOBS) {
            assertThat(job(name).getAttribute("id")).isEqualTo(name);
        }
    }

    @Test
    void everyArtifactIsABeanAndGetsEveryPropertyItAsksFor() throws Exception {
        Set<String> used = new TreeSet<>();
        for (String job : JOBS) {
            for (String tag : List.of("listener", "batchlet", "mapper", "reader", "writer")) {
                for (Element artifact : elements(job(job), tag)) {
                    String name = artifact.getAttribute("ref");
                    used.add(name);
                    assertThat(properties(artifact))
                            .as(job + ": " + name)
                            .containsExactlyInAnyOrderElementsOf(asked(Objects.requireNonNull(ARTIFACTS.get(name))));
                }
            }
        }

        assertThat(used).isEqualTo(ARTIFACTS.keySet());
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

    private static Element job(String name) throws Exception {
        try (InputStream xml = JobDefinitionsTest.class.getResourceAsStream("/META-INF/batch-jobs/" + name + ".xml")) {
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
