package network.peer.web.graphql.wallet;

import network.peer.ledger.LedgerHistory.Direction;
import org.eclipse.microprofile.graphql.Description;

/** Whether the caller received or paid, in the words of the API. */
@Description("Whether the caller received or paid.")
public enum MovementDirection {
    IN,
    OUT;

    Direction toDomain() {
        return switch (this) {
            case IN -> Direction.IN;
            case OUT -> Direction.OUT;
        };
    }

    static MovementDirection of(Direction direction) {
        return switch (direction) {
            case IN -> IN;
            case OUT -> OUT;
        };
    }
}
