package network.peer.chain.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import network.peer.chain.keys.KeystoreException.Reason;

/** The keystore's file: appears complete or not at all, never replaces another, and is its owner's alone. */
final class KeystoreFile {
    private static final int MAX_BYTES = 64 * 1024;

    private KeystoreFile() {}

    static String read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new KeystoreException(Reason.DAMAGED, file);
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new KeystoreException(Reason.MISSING, file, e);
        } catch (IOException e) {
            throw new KeystoreException(Reason.UNREADABLE, file, e);
        }
    }

    /** Refuses early what {@link #create} would refuse at the end. */
    static void requireAbsent(Path file) {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new KeystoreException(Reason.EXISTS, file);
        }
    }

    /** Writes beside the goal, then links: linking fails if the goal exists, and is atomic. */
    static void create(Path file, String content) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        if (folder == null) {
            throw new KeystoreException(Reason.UNREADABLE, file);
        }
        Path written = folder.resolve(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + "." + System.nanoTime());
        try {
            Files.createDirectories(folder);
            write(written, content);
            try {
                Files.createLink(file, written);
            } finally {
                Files.delete(written);
            }
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        } catch (FileAlreadyExistsException e) {
            throw new KeystoreException(Reason.EXISTS, file, e);
        } catch (IOException | UnsupportedOperationException e) {
            throw new KeystoreException(Reason.UNREADABLE, file, e);
        }
    }

    private static void write(Path file, String content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
