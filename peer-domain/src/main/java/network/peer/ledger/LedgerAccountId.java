package network.peer.ledger;

import java.util.UUID;

/** Names a balance holder on our books. */
public record LedgerAccountId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
