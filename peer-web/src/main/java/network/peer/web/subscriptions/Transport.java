package network.peer.web.subscriptions;

/** The client's end of a connection; never waits. */
interface Transport {
    void send(String message);

    /** After what was sent before; nothing is sent any more. */
    void close(CloseCode code, String reason);

    /** Whether something is still on its way: a subscription then waits, and tells the state of later. */
    boolean isBusy();
}
