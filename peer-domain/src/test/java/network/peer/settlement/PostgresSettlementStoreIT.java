package network.peer.settlement;

import network.peer.testing.PostgresBooks;
import network.peer.testing.SettlementBooks;
import org.junit.jupiter.api.Nested;

class PostgresSettlementStoreIT {
    @Nested
    class Claims extends ClaimContract {
        @Override
        SettlementBooks newBooks() {
            return new PostgresBooks();
        }
    }

    @Nested
    class Movements extends MovementContract {
        @Override
        SettlementBooks newBooks() {
            return new PostgresBooks();
        }
    }

    @Nested
    class Attempts extends AttemptContract {
        @Override
        SettlementBooks newBooks() {
            return new PostgresBooks();
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        SettlementBooks newBooks() {
            return new PostgresBooks();
        }
    }
}
