package network.peer.architecture.planted.money.ledger;

/** Planted: money that rounds. */
public record Rounded(double amount) {}
