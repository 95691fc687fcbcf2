package network.peer.chain.node;

import network.peer.chain.keys.Keystore;
import network.peer.chain.rpc.Endpoints;
import network.peer.token.PublicKey;

/** A chain that was checked to be ours, and the keys to act on it. */
record OpenChain(Keystore keystore, Endpoints endpoints, PublicKey mint) {}
