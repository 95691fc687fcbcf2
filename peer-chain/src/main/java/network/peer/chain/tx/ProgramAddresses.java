package network.peer.chain.tx;

import java.util.List;
import network.peer.token.PublicKey;

/** Addresses that belong to a program because no private key can exist for them. */
final class ProgramAddresses {
    private ProgramAddresses() {}

    /** The address, and the last seed that made it one without a private key. */
    record Found(PublicKey address, int bump) {}

    static PublicKey find(List<byte[]> seeds, PublicKey program) {
        return findWithBump(seeds, program).address();
    }

    static Found findWithBump(List<byte[]> seeds, PublicKey program) {
        try {
            org.p2p.solanaj.core.PublicKey.ProgramDerivedAddress found =
                    org.p2p.solanaj.core.PublicKey.findProgramAddress(
                            seeds, new org.p2p.solanaj.core.PublicKey(program.bytes()));
            return new Found(PublicKey.of(found.getAddress().toByteArray()), found.getNonce());
        } catch (Exception e) {
            throw new IllegalArgumentException("no address of program " + program + " for these seeds", e);
        }
    }
}
