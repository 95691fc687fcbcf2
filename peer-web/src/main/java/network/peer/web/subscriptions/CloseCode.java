package network.peer.web.subscriptions;

/** Why a connection is closed: the codes of {@code graphql-transport-ws}, and those of RFC 6455 for what it does not name. */
enum CloseCode {
    /** The server stops; connect again, to another node. */
    GOING_AWAY(1001, "The server is stopping"),
    /** The client does not read what it is sent. */
    TOO_SLOW(1008, "Too slow"),
    /** The node has as many connections as it may have. */
    FULL(1013, "Try again later"),
    BAD_REQUEST(4400, "Invalid message"),
    /** Subscribed before the connection was acknowledged. */
    UNAUTHORIZED(4401, "Unauthorized"),
    /** The token is not accepted, or no longer. */
    FORBIDDEN(4403, "Forbidden"),
    SUBPROTOCOL_NOT_ACCEPTABLE(4406, "Subprotocol not acceptable"),
    INITIALISATION_TIMEOUT(4408, "Connection initialisation timeout"),
    SUBSCRIBER_EXISTS(4409, "Subscriber for this id already exists"),
    TOO_MANY_REQUESTS(4429, "Too many initialisation requests"),
    /** Nothing was heard of the client for too long. */
    TERMINATED(4499, "Terminated"),
    INTERNAL_ERROR(4500, "Internal server error");

    /** A reason for {@link #TOO_MANY_REQUESTS} other than the protocol's. */
    static final String TOO_MANY_MESSAGES = "Too many messages";

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    int number() {
        return number;
    }

    String reason() {
        return reason;
    }
}
