package network.peer.web.protection;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.InvalidInputException;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The documents that clients may send, if not any. A folder is searched for {@code *.graphql}, each one document, and
 * {@code *.json}: Apollo's persisted query manifest, or one object of ids and documents. A document is found by the id
 * that its file gives it, and by the SHA-256 of its text.
 */
public final class TrustedDocuments {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private static final String HASH_SCHEME = "sha256:";

    private final boolean restricted;
    private final Map<String, String> byId = new HashMap<>();

    private TrustedDocuments(boolean restricted) {
        this.restricted = restricted;
    }

    /** Any document may be sent, and none has an id. */
    public static TrustedDocuments any() {
        return new TrustedDocuments(false);
    }

    /** @throws IllegalStateException if the setting names nothing that holds a document */
    public static TrustedDocuments configured() {
        String place = Setting.API_DOCUMENTS.value();
        return place.isEmpty() ? any() : in(Path.of(place));
    }

    static TrustedDocuments in(Path place) {
        TrustedDocuments documents = new TrustedDocuments(true);
        try (Stream<Path> files = Files.walk(place)) {
            files.filter(Files::isRegularFile).sorted().forEach(documents::read);
        } catch (IOException e) {
            throw new IllegalStateException(Setting.API_DOCUMENTS.key() + " cannot be read: " + place, e);
        }
        if (documents.byId.isEmpty()) {
            throw new IllegalStateException(Setting.API_DOCUMENTS.key() + " holds no document: " + place);
        }
        return documents;
    }

    /**
     * The document to run.
     *
     * @param query the document itself, if it was sent
     * @param id of a document, if one was sent
     * @throws BusinessException DOCUMENT_NOT_TRUSTED, PERSISTED_QUERY_NOT_FOUND, PERSISTED_QUERY_NOT_SUPPORTED; BAD_INPUT
     *     if there is neither
     */
    public String resolve(@Nullable String query, @Nullable String id) {
        if (query == null && id == null) {
            throw new InvalidInputException("query", "must be a text");
        }
        if (!restricted) {
            return query == null ? refused(ErrorCode.PERSISTED_QUERY_NOT_SUPPORTED) : query;
        }
        String document = byId.get(query == null ? withoutScheme(String.valueOf(id)) : hash(query));
        if (document != null) {
            return document;
        }
        return refused(query == null ? ErrorCode.PERSISTED_QUERY_NOT_FOUND : ErrorCode.DOCUMENT_NOT_TRUSTED);
    }

    private void read(Path file) {
        try {
            String name = file.getFileName().toString();
            if (name.endsWith(".graphql")) {
                add(null, Files.readString(file));
            } else if (name.endsWith(".json")) {
                readJson(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private void readJson(Path file) throws IOException {
        try (JsonReader reader = JSON.createReader(Files.newBufferedReader(file))) {
            JsonObject object = reader.readObject();
            if (object.containsKey("operations")) {
                List<JsonObject> operations = object.getJsonArray("operations").getValuesAs(JsonObject.class);
                operations.forEach(operation -> add(operation.getString("id"), operation.getString("body")));
            } else {
                object.forEach((id, document) -> add(id, ((JsonString) document).getString()));
            }
        } catch (RuntimeException other) {
            throw new IllegalStateException(
                    file + " is neither a persisted query manifest nor ids and documents", other);
        }
    }

    private void add(@Nullable String id, String document) {
        byId.put(hash(document), document);
        byId.put(hash(document.strip()), document);
        if (id != null) {
            byId.put(withoutScheme(id), document);
        }
    }

    private static String withoutScheme(String id) {
        return id.startsWith(HASH_SCHEME) ? id.substring(HASH_SCHEME.length()) : id;
    }

    private static String hash(String document) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(document.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String refused(ErrorCode code) {
        throw new BusinessException(code, code.meaning());
    }
}
