package network.peer.architecture.planted.passwords;

import jakarta.transaction.Transactional;
import network.peer.identity.internal.PasswordHash;

/** Planted: a transaction that stays open while a password is hashed. */
public class Slow {
    @Transactional
    public PasswordHash hash(String password) {
        return PasswordHash.of(password);
    }
}
