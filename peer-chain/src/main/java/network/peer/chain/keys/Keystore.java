package network.peer.chain.keys;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * Every key of an installation: one per {@link KeyRole}, all different, and the users' wallets derived from the master
 * seed. Lives sealed in one file; once open it hands out {@link Signer}s and nothing else.
 */
public final class Keystore {
    private static final long PURPOSE = 44;
    private static final long SOLANA_COIN_TYPE = 501;
    private static final long ACCOUNT_CHANGE = 0;

    private final Map<KeyRole, Signer> signers = new EnumMap<>(KeyRole.class);
    private final Slip10 userWallets;

    private Keystore(KeyMaterial material) {
        for (KeyRole role : KeyRole.values()) {
            if (role.isSigner()) {
                signers.put(role, new SeedSigner(material.secret(role)));
            }
        }
        userWallets = Slip10.master(material.secret(KeyRole.USER_MASTER_SEED))
                .child(PURPOSE)
                .child(SOLANA_COIN_TYPE);
        material.destroy();
    }

    /** Creates new random keys; see {@link #create(Path, KeystoreUnlock)}. */
    public static Keystore create(Path file, String passphrase) {
        return create(file, KeystoreUnlock.passphrase(passphrase));
    }

    /**
     * Creates new random keys and seals them into a new file that only its owner can read. Without a backup of file and
     * passphrase every token in these wallets can be lost.
     *
     * @throws KeystoreException with {@code EXISTS} if there is a file already: it is never overwritten
     */
    public static Keystore create(Path file, KeystoreUnlock unlock) {
        Ed25519SelfTest.verify();
        KeystoreFile.requireAbsent(file);
        KeyMaterial material = KeyMaterial.generate(new SecureRandom());
        KeystoreFile.create(file, SealedKeys.seal(material.encode(), unlock));
        material.destroy();
        return open(file, unlock);
    }

    /** Opens an existing file; see {@link #open(Path, KeystoreUnlock)}. */
    public static Keystore open(Path file, String passphrase) {
        return open(file, KeystoreUnlock.passphrase(passphrase));
    }

    /**
     * Checks the signing code against published vectors, then opens the file.
     *
     * @throws KeystoreException that says whether the file is missing or damaged, or the passphrase wrong
     */
    public static Keystore open(Path file, KeystoreUnlock unlock) {
        Ed25519SelfTest.verify();
        byte[] plain = SealedKeys.open(KeystoreFile.read(file), unlock, file);
        try {
            return new Keystore(KeyMaterial.decode(plain));
        } catch (IllegalArgumentException e) {
            throw new KeystoreException(KeystoreException.Reason.DAMAGED, file, e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** @throws IllegalArgumentException for the master seed, which signs nothing itself */
    public Signer signer(KeyRole role) {
        Signer signer = signers.get(role);
        if (signer == null) {
            throw new IllegalArgumentException(role + " is no signing key");
        }
        return signer;
    }

    /**
     * A user's own wallet, at path {@code m/44'/501'/index'/0'}. Derived anew at each call, which takes microseconds.
     *
     * @param index from 0 to 2^31 - 1
     */
    public Signer userWallet(long index) {
        Slip10 account = userWallets.child(index);
        Slip10 wallet = account.child(ACCOUNT_CHANGE);
        try {
            return new SeedSigner(wallet.key());
        } finally {
            account.destroy();
            wallet.destroy();
        }
    }

    @Override
    public String toString() {
        return "Keystore" + signers;
    }
}
