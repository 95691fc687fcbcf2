package network.peer.ledger;

/** Which part of a movement a posting is. */
public enum PostingRole {
    PRINCIPAL,
    COMPANY_FEE,
    BURN_FEE,
    INVITER_FEE
}
