package network.peer.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import network.peer.configuration.Setting;
import org.jspecify.annotations.Nullable;

/**
 * The keys of this installation's access tokens, in {@code peer.home}: one signs, and tokens of the one before it and of
 * the one after it are accepted too. So nodes may learn of a rotation one after the other, and no token is refused.
 * The first node that needs them generates them; further nodes share the folder, or are given copies of the files.
 */
public final class AccessKeys {
    /** The private key that signs, as PKCS#8 PEM. */
    public static final String FILE_NAME = "access-token-key.pem";

    /** The key that will sign after the next rotation; every node accepts it already. */
    public static final String NEXT_FILE_NAME = "access-token-key.next.pem";

    /** The key that signed before the last rotation; its tokens live on until they expire. */
    public static final String PREVIOUS_FILE_NAME = "access-token-key.previous.pem";

    private static final System.Logger LOGGER = System.getLogger(AccessKeys.class.getName());
    private static final long REREAD_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Map<Path, AccessKeys> LOADED = new ConcurrentHashMap<>();

    private final AccessKey signing;
    private final Map<String, AccessKey> trusted;
    private final long loadedAtNanos;

    private AccessKeys(AccessKey signing, Stream<AccessKey> others) {
        this.signing = signing;
        this.trusted = new LinkedHashMap<>();
        Stream.concat(Stream.of(signing), others).forEach(key -> trusted.putIfAbsent(key.keyId(), key));
        this.loadedAtNanos = System.nanoTime();
    }

    /** The keys in {@code peer.home}, generated there if this is the first look, and looked at again every ten seconds. */
    public static AccessKeys current() {
        Path home = home();
        AccessKeys known = LOADED.get(home);
        if (known != null && System.nanoTime() - known.loadedAtNanos < REREAD_NANOS) {
            return known;
        }
        return LOADED.compute(home, AccessKeys::reload);
    }

    /**
     * Makes the next key sign and generates the one after it. What is signed by the key before the last is refused from
     * now on.
     *
     * @throws IllegalStateException if the last rotation is so recent that tokens of the key before may be alive
     */
    public static AccessKeys rotate(Duration tokenLifetime) {
        return LOADED.compute(home(), (home, before) -> {
            load(home);
            try {
                turn(home, tokenLifetime);
            } catch (IOException e) {
                throw new UncheckedIOException("the access token keys cannot be rotated in " + home, e);
            }
            return load(home);
        });
    }

    static AccessKeys load(Path home) {
        try {
            Path signing = generated(home.resolve(FILE_NAME));
            Path next = generated(home.resolve(NEXT_FILE_NAME));
            return new AccessKeys(AccessKey.read(signing), others(next, home.resolve(PREVIOUS_FILE_NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException("the access token keys cannot be read or created in " + home, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an access token key cannot be used: " + e.getMessage(), e);
        }
    }

    /** The key that new tokens are signed with. */
    public AccessKey signing() {
        return signing;
    }

    /** Every key whose tokens are accepted, the signing one first. */
    public List<AccessKey> trusted() {
        return List.copyOf(trusted.values());
    }

    /** The key that a token names, if its tokens are accepted. */
    public Optional<AccessKey> byId(String keyId) {
        return Optional.ofNullable(trusted.get(keyId));
    }

    /** A folder that cannot be read for a moment, as while keys are copied into it, does not stop a node that has keys. */
    private static AccessKeys reload(Path home, @Nullable AccessKeys before) {
        if (before != null && System.nanoTime() - before.loadedAtNanos < REREAD_NANOS) {
            return before;
        }
        try {
            return load(home);
        } catch (UncheckedIOException | IllegalStateException e) {
            if (before == null) {
                throw e;
            }
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "PEER-IDN-002 access token keys not readable, the ones from before stay in force",
                    e);
            return new AccessKeys(before.signing, before.trusted.values().stream());
        }
    }

    /** Every state in between is one that all nodes can live with, so a crash in here is repaired by doing it again. */
    private static void turn(Path home, Duration tokenLifetime) throws IOException {
        Path signing = home.resolve(FILE_NAME);
        Path previous = home.resolve(PREVIOUS_FILE_NAME);
        Path copy = home.resolve(PREVIOUS_FILE_NAME + ".new");
        Files.deleteIfExists(copy);
        Files.copy(signing, copy, StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(copy, Files.readString(signing));
        // What was just written has the time of the clock that all nodes share: that of the folder.
        FileTime now = Files.getLastModifiedTime(copy);
        if (Files.exists(previous)
                && Files.getLastModifiedTime(previous)
                        .toInstant()
                        .plus(tokenLifetime)
                        .isAfter(now.toInstant())) {
            Files.delete(copy);
            throw new IllegalStateException(
                    "the last rotation is too recent: tokens of the key before it live for up to " + tokenLifetime);
        }
        Files.move(copy, previous, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
                home.resolve(NEXT_FILE_NAME),
                signing,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path generated(Path file) throws IOException, GeneralSecurityException {
        if (Files.notExists(file)) {
            AccessKey.generate(file);
        }
        return file;
    }

    private static Stream<AccessKey> others(Path next, Path previous) throws IOException, GeneralSecurityException {
        AccessKey after = AccessKey.read(next);
        return Files.exists(previous) ? Stream.of(after, AccessKey.read(previous)) : Stream.of(after);
    }

    private static Path home() {
        return Path.of(Setting.HOME.value()).toAbsolutePath().normalize();
    }
}
