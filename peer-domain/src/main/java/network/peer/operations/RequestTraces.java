package network.peer.operations;

/** Traces of API operations, if somebody wants them. The local business interface of an EJB in the chain module. */
public interface RequestTraces {
    /** Whether anybody wants them: if not, an operation need not even be named. */
    boolean isOn();

    /**
     * Begins an operation on this thread; what is asked of the chain until its end belongs to it.
     *
     * @param type {@code query}, {@code mutation} or {@code subscription}
     * @param field which operation of the schema
     */
    Operation begin(String type, String field);

    /** An operation that runs; ended on the thread on which it was begun. */
    interface Operation extends AutoCloseable {
        Operation NONE = new Operation() {
            @Override
            public void failed(String errorCode) {}

            @Override
            public void close() {}
        };

        /** @param errorCode as it is answered; no message, which may repeat what somebody sent */
        void failed(String errorCode);

        @Override
        void close();
    }
}
