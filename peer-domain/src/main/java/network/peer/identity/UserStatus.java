package network.peer.identity;

/** Whether an account can be used; deleting erases personal data and keeps the id. */
public enum UserStatus {
    ACTIVE,
    SUSPENDED,
    DELETED
}
