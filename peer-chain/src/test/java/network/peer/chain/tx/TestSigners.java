package network.peer.chain.tx;

import jakarta.json.JsonObject;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import network.peer.chain.keys.Signer;
import network.peer.chain.keys.SignerFixtures;
import network.peer.token.PublicKey;

/** The signers of the vectors. */
final class TestSigners {
    private static final JsonObject KEYS = Vectors.object("keys.json");

    private TestSigners() {}

    static Signer named(String name) {
        return SignerFixtures.ofSeed(
                HexFormat.of().parseHex(KEYS.getJsonObject(name).getString("seed")));
    }

    static PublicKey address(String name) {
        return new PublicKey(KEYS.getJsonObject(name).getString("address"));
    }

    static List<Signer> of(TransactionMessage message) {
        return KEYS.keySet().stream()
                .map(TestSigners::named)
                .filter(signer -> message.requiredSigners().contains(signer.publicKey()))
                .collect(Collectors.toList());
    }
}
