package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those of TransactionError, as a validator puts them into the answer. */
class RpcErrorTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "invalid transaction: Transaction loads an address table account that doesn't exist",
                "invalid transaction: Transaction loads an address table account with an invalid owner",
                "invalid transaction: Transaction loads an address table account with invalid data",
                "invalid transaction: Transaction address table lookup uses an invalid index",
                "Transaction simulation failed: AddressLookupTableNotFound"
            })
    void knowsARefusalThatIsAboutLookupTables(String message) {
        assertThat(error(message).isAboutLookupTables()).isTrue();
    }

    @Test
    void otherRefusalsAreNotAboutLookupTables() {
        assertThat(error("Blockhash not found").isAboutLookupTables()).isFalse();
    }

    private static RpcError error(String message) {
        return new RpcError("simulateTransaction", "http://node", RpcError.INVALID_PARAMS, message, null);
    }
}
