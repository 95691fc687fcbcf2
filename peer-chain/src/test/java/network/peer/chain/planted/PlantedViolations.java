package network.peer.chain.planted;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.p2p.solanaj.core.PublicKey;

/** Breaks every rule of the architecture test, so that each rule is seen to fail. */
@Stateless
public class PlantedViolations {
    PublicKey held = new PublicKey(new byte[32]);

    public PublicKey shown() {
        return held;
    }

    public void taken(PublicKey key) {
        held = key;
    }

    Ed25519PrivateKeyParameters privateKey() {
        return new Ed25519PrivateKeyParameters(new byte[32], 0);
    }

    void query(EntityManager entities) {
        System.out.println(entities);
    }
}
