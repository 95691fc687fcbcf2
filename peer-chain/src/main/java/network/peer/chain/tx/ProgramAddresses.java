package network.peer.chain.tx;

import java.util.List;
import network.peer.token.PublicKey;

/** Addresses that belong to a program because no private key can exist for them. */
final class ProgramAddresses {
    private ProgramAddresses() {}

    static PublicKey find(List<byte[]> seeds, PublicKey program) {
        try {
            return PublicKey.of(org.p2p.solanaj.core.PublicKey.findProgramAddress(
                            seeds, new org.p2p.solanaj.core.PublicKey(program.bytes()))
                    .getAddress()
                    .toByteArray());
        } catch (Exception e) {
            throw new IllegalArgumentException("no address of program " + program + " for these seeds", e);
        }
    }
}
