package network.peer.settlement;

import network.peer.token.PublicKey;

/** The chain and the mint that this database belongs to, recorded once. */
public record ChainIdentity(String genesisHash, PublicKey mint) {}
