package network.peer.web.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedDocumentsTest {
    private static final String ME = "{ me { id } }";
    private static final String HASH_OF_ME = "c53d78fa4c9c65a93967d42316fcd207fd611c7cac40a103820a866c3e5dd8f5";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void anyDocumentIsTakenWhereNoneIsRegistered() {
        assertThat(TrustedDocuments.any().resolve(ME, null)).isEqualTo(ME);
        assertThat(TrustedDocuments.any().resolve(ME, HASH_OF_ME)).isEqualTo(ME);
        assertRefused(TrustedDocuments.any(), null, HASH_OF_ME, ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED);
    }

    @Test
    void neitherDocumentNorIdIsBadInput() {
        assertRefused(TrustedDocuments.any(), null, null, ErrorCode.BAD_INPUT);
    }

    @Test
    void aRegisteredDocumentIsFoundByItsHashAndByItsText() throws IOException {
        Files.writeString(folder.resolve("me.graphql"), ME + "\n");
        TrustedDocuments documents = TrustedDocuments.in(folder);

        assertThat(documents.resolve(null, HASH_OF_ME)).isEqualToIgnoringWhitespace(ME);
        assertThat(documents.resolve(null, "sha256:" + HASH_OF_ME)).isEqualToIgnoringWhitespace(ME);
        assertThat(documents.resolve(ME, null)).isEqualToIgnoringWhitespace(ME);
        assertThat(documents.resolve(ME, HASH_OF_ME)).isEqualToIgnoringWhitespace(ME);
    }

    @Test
    void anyOtherDocumentIsRefusedWhateverItCallsItself() throws IOException {
        Files.writeString(folder.resolve("me.graphql"), ME);
        TrustedDocuments documents = TrustedDocuments.in(folder);

        assertRefused(documents, "{ me { email } }", null, ErrorCode.DOCUMENT_NOT_TRUSTED);
        assertRefused(documents, "{ me { email } }", HASH_OF_ME, ErrorCode.DOCUMENT_NOT_TRUSTED);
        assertRefused(documents, null, "unheard of", ErrorCode.PERSISTED_QUERY_NOT_FOUND);
    }

    @Test
    void manifestsOfApolloAndPlainMapsAreRead() throws IOException {
        Files.writeString(
                folder.resolve("apollo.json"),
                "{\"format\": \"apollo-persisted-query-manifest\", \"version\": 1, \"operations\":"
                        + " [{\"id\": \"a1\", \"name\": \"Me\", \"type\": \"query\", \"body\": \"query Me { me { id } }\"}]}");
        Files.writeString(folder.resolve("relay.json"), "{\"r1\": \"{ tokenomics { version } }\"}");
        TrustedDocuments documents = TrustedDocuments.in(folder);

        assertThat(documents.resolve(null, "a1")).isEqualTo("query Me { me { id } }");
        assertThat(documents.resolve(null, "r1")).isEqualTo("{ tokenomics { version } }");
    }

    @Test
    void aFolderWithoutADocumentIsAFaultOfTheConfiguration() {
        assertThatThrownBy(() -> TrustedDocuments.in(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("peer.api.documents");
        assertThatThrownBy(() -> TrustedDocuments.in(folder.resolve("nowhere")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aFileThatIsNoManifestIsAFaultOfTheConfiguration() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{\"operations\": [{\"name\": \"Me\"}]}");

        assertThatThrownBy(() -> TrustedDocuments.in(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("other.json");
    }

    private static void assertRefused(
            TrustedDocuments documents, @Nullable String query, @Nullable String id, ErrorCode code) {
        assertThatThrownBy(() -> documents.resolve(query, id))
                .isInstanceOfSatisfying(BusinessException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(code));
    }
}
