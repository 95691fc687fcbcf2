package network.peer.architecture.planted.transactions.internal;

import jakarta.transaction.Transactional;

/** Planted: a transaction that begins below a service. */
public class Store {
    @Transactional
    public void write() {}
}
