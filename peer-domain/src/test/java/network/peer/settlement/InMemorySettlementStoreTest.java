package network.peer.settlement;

import network.peer.testing.InMemoryBooks;
import network.peer.testing.SettlementBooks;
import org.junit.jupiter.api.Nested;

class InMemorySettlementStoreTest {
    @Nested
    class Claims extends ClaimContract {
        @Override
        SettlementBooks newBooks() {
            return new InMemoryBooks();
        }
    }

    @Nested
    class Movements extends MovementContract {
        @Override
        SettlementBooks newBooks() {
            return new InMemoryBooks();
        }
    }

    @Nested
    class Attempts extends AttemptContract {
        @Override
        SettlementBooks newBooks() {
            return new InMemoryBooks();
        }
    }

    @Nested
    class Races extends RaceContract {
        @Override
        SettlementBooks newBooks() {
            return new InMemoryBooks();
        }
    }
}
