package network.peer.chain.outbox;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.Set;

/**
 * What the error of a simulation says about whom.
 *
 * @param blame whose fault it is
 * @param cause the error without the position of the instruction, so that equal causes have equal texts
 * @see <a href="https://docs.rs/solana-transaction-error">TransactionError</a>, <a
 *     href="https://docs.rs/spl-token-2022-interface">TokenError</a>
 */
record SimulationFault(Blame blame, String cause) {
    /** InsufficientFunds, UninitializedState. */
    private static final Set<Integer> WITHOUT_TOKENS = Set.of(1, 9);
    /** What the token program says of an account that is not there. */
    private static final Set<String> WITHOUT_ACCOUNT =
            Set.of("InvalidAccountData", "UninitializedAccount", "IncorrectProgramId", "InvalidAccountOwner");
    /** InvalidMint, MintMismatch, OwnerMismatch, FixedSupply: said of a mint, they blame the mint or its authority. */
    private static final Set<Integer> MINT_AUTHORITY_ERRORS = Set.of(2, 3, 4, 5);

    /** Whose fault it is that a transaction would fail. */
    enum Blame {
        /** Everybody's: blockhash, fee payer, authority, the head's instructions. */
        LANE,
        /** One instruction's, so one intent's. */
        INTENT,
        /** A wallet has too few tokens, or no account at all, perhaps only until an earlier credit lands. */
        FUNDS
    }

    /** @param head how many instructions belong to no intent */
    static SimulationFault of(String error, int head, boolean payouts) {
        JsonObject object = object(error);
        if (object == null || !object.containsKey("InstructionError")) {
            return new SimulationFault(Blame.LANE, error);
        }
        JsonArray instructionError = object.getJsonArray("InstructionError");
        JsonValue cause = instructionError.get(1);
        if (instructionError.getInt(0) < head) {
            return new SimulationFault(Blame.LANE, cause.toString());
        }
        return new SimulationFault(blame(cause, payouts), cause.toString());
    }

    private static Blame blame(JsonValue cause, boolean payouts) {
        int customCode = customCode(cause);
        if (WITHOUT_TOKENS.contains(customCode)
                || (cause instanceof JsonString text && WITHOUT_ACCOUNT.contains(text.getString()))) {
            return Blame.FUNDS;
        }
        return payouts && MINT_AUTHORITY_ERRORS.contains(customCode) ? Blame.LANE : Blame.INTENT;
    }

    private static int customCode(JsonValue cause) {
        return cause.getValueType() == JsonValue.ValueType.OBJECT
                ? cause.asJsonObject().getInt("Custom", -1)
                : -1;
    }

    private static @org.jspecify.annotations.Nullable JsonObject object(String error) {
        try (JsonReader reader = Json.createReader(new StringReader(error))) {
            JsonValue value = reader.readValue();
            return value.getValueType() == JsonValue.ValueType.OBJECT ? value.asJsonObject() : null;
        } catch (JsonException noJson) {
            return null;
        }
    }
}
