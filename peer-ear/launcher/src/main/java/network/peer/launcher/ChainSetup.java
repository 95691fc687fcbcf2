package network.peer.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.KeystoreException;
import network.peer.chain.mint.MintException;
import network.peer.chain.mint.MintMetadata;
import network.peer.chain.mint.PeerMint;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import org.jspecify.annotations.Nullable;

/** Keystore and mint of a chain on this machine; on any other chain they come from explicit commands only. */
public final class ChainSetup {

    static final MintMetadata METADATA = new MintMetadata("Peer Token", "PEER", "");

    private static final Set<String> PUBLIC_CLUSTERS = Set.of(
            "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d",
            "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG",
            "4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY");
    private static final long AIRDROP_LAMPORTS = 1_000_000_000_000L;
    private static final Duration RPC_TIMEOUT = Duration.ofSeconds(10);

    private ChainSetup() {}

    /** Whether the endpoint is on this machine and none of the public clusters, whatever tunnel leads to them. */
    static boolean isLocal(URI rpcUrl) {
        return List.of("127.0.0.1", "localhost", "[::1]").contains(String.valueOf(rpcUrl.getHost()))
                && !PUBLIC_CLUSTERS.contains(genesisHash(rpcUrl));
    }

    /** Opens the keystore in {@code home}, or creates it with a passphrase that lies in a file beside it. */
    public static Keystore keystore(Path home) {
        Path file = home.resolve("keystore.sealed");
        Path passphraseFile = passphraseFile(home);
        try {
            if (!Files.exists(passphraseFile)) {
                byte[] random = new byte[24];
                new SecureRandom().nextBytes(random);
                Files.createFile(
                        passphraseFile,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(passphraseFile, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
            }
            String passphrase = Files.readString(passphraseFile, StandardCharsets.UTF_8);
            return Files.exists(file) ? Keystore.open(file, passphrase) : Keystore.create(file, passphrase);
        } catch (IOException | KeystoreException e) {
            throw new LauncherException("The keystore " + file + " cannot be used: " + e.getMessage() + ".", e);
        }
    }

    static Path passphraseFile(Path home) {
        return home.resolve("keystore.passphrase");
    }

    /**
     * Gives the keys that pay fees some SOL and creates the mint, or verifies the one that is there.
     *
     * @param controlUrl of the local chain, whose slots are then hurried until the mint is final; null for another chain
     */
    public static PeerMint fundAndCreateMint(URI rpcUrl, @Nullable URI controlUrl, Keystore keystore) {
        SolanaRpc rpc = connect(rpcUrl);
        CompletableFuture<PeerMint> mint = Background.supply(() -> {
            fund(rpc, keystore);
            return PeerMint.create(rpc, keystore, METADATA);
        });
        Polling.until(Duration.ofMinutes(2), Duration.ofMillis(100), () -> {
            if (controlUrl != null && !mint.isDone()) {
                Localnet.control(controlUrl, "slots", "{\"advance\":4}");
            }
            return mint.isDone();
        });
        try {
            return mint.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof MintException || e.getCause() instanceof RpcException) {
                throw new LauncherException(
                        "The PEER mint cannot be created: " + e.getCause().getMessage() + ".", e);
            }
            throw e;
        }
    }

    public static SolanaRpc connect(URI rpcUrl) {
        return SolanaRpc.connect(RpcEndpoint.of(rpcUrl.toString()), RPC_TIMEOUT);
    }

    static String genesisHash(URI rpcUrl) {
        try {
            return connect(rpcUrl).getGenesisHash();
        } catch (RpcException e) {
            throw new LauncherException(
                    "The Solana endpoint " + rpcUrl + " does not answer: " + e.getMessage() + ".", e);
        }
    }

    private static void fund(SolanaRpc rpc, Keystore keystore) {
        for (KeyRole payer : List.of(KeyRole.MINT_AUTHORITY, KeyRole.FEE_PAYER)) {
            var address = keystore.signer(payer).publicKey();
            if (rpc.getBalanceLamports(address, ReadAt.CONFIRMED).value() < AIRDROP_LAMPORTS / 2) {
                rpc.requestAirdrop(address, AIRDROP_LAMPORTS);
            }
        }
        boolean funded = Polling.until(
                Duration.ofSeconds(60),
                Duration.ofMillis(100),
                () -> rpc.getBalanceLamports(
                                        keystore.signer(KeyRole.MINT_AUTHORITY).publicKey(), ReadAt.CONFIRMED)
                                .value()
                        > 0);
        if (!funded) {
            throw new LauncherException("The chain gives the mint authority no SOL.");
        }
    }
}
