package network.peer.chain.rpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import network.peer.chain.rpc.LandedTransaction.TokenChange;
import network.peer.chain.tx.Blockhash;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** What nodes answer, as our types. */
final class AnswerTypes {
    private AnswerTypes() {}

    static EpochInfo epochInfo(JsonValue result) {
        JsonObject info = Answer.object(result);
        return new EpochInfo(
                Answer.number(info, "absoluteSlot"),
                Answer.number(info, "blockHeight"),
                Answer.number(info, "epoch"),
                Answer.number(info, "slotIndex"),
                Answer.number(info, "slotsInEpoch"));
    }

    static LatestBlockhash latestBlockhash(JsonValue result) {
        JsonObject value = Answer.object(Answer.value(result));
        return new LatestBlockhash(
                new Blockhash(Answer.string(value, "blockhash")),
                Answer.number(value, "lastValidBlockHeight"),
                Answer.contextSlot(result));
    }

    static SimulationResult simulation(JsonValue result) {
        JsonObject value = Answer.object(Answer.value(result));
        Long units = Answer.nullableNumber(value, "unitsConsumed");
        return new SimulationResult(
                Answer.contextSlot(result),
                Answer.error(value),
                Answer.strings(value, "logs"),
                units == null ? 0 : units);
    }

    static SignatureStatuses statuses(List<TransactionSignature> asked, JsonValue result) {
        JsonArray values = Answer.array(Answer.value(result), asked.size());
        Map<TransactionSignature, SignatureStatus> found = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            JsonObject status = Answer.nullableObject(values.get(i));
            if (status != null) {
                found.put(asked.get(i), status(status));
            }
        }
        return new SignatureStatuses(Answer.contextSlot(result), asked, found);
    }

    /** Old transactions may lack the status's commitment; then nothing more than "seen" is assumed. */
    private static SignatureStatus status(JsonObject status) {
        String commitment = Answer.nullableString(status, "confirmationStatus");
        return new SignatureStatus(
                Answer.number(status, "slot"),
                commitment == null ? Commitment.PROCESSED : Commitment.ofWire(commitment),
                Answer.error(status));
    }

    static @Nullable AccountInfo account(JsonValue value) {
        JsonObject account = Answer.nullableObject(value);
        return account == null
                ? null
                : new AccountInfo(
                        new PublicKey(Answer.string(account, "owner")),
                        Answer.number(account, "lamports"),
                        Answer.bool(account, "executable"),
                        Answer.base64Pair(Answer.array(account.getOrDefault("data", JsonValue.NULL), 2)));
    }

    static SignatureInfo signatureInfo(JsonObject info) {
        return new SignatureInfo(
                new TransactionSignature(Answer.string(info, "signature")),
                Answer.number(info, "slot"),
                Answer.error(info),
                Answer.nullableString(info, "memo"),
                Answer.nullableNumber(info, "blockTime"));
    }

    static LandedTransaction landed(TransactionSignature signature, JsonObject found) {
        JsonObject meta = Answer.object(found, "meta");
        return new LandedTransaction(
                signature,
                Answer.number(found, "slot"),
                Answer.base64Pair(found.getOrDefault("transaction", JsonValue.NULL)),
                Answer.error(meta),
                Answer.number(meta, "fee"),
                Math.subtractExact(Answer.firstNumber(meta, "preBalances"), Answer.firstNumber(meta, "postBalances")),
                Answer.nullableNumber(found, "blockTime"),
                loadedAddresses(meta),
                tokenChanges(meta));
    }

    /** An account that is opened has no balance before, and one that is closed none after. */
    private static Optional<List<TokenChange>> tokenChanges(JsonObject meta) {
        JsonValue before = meta.getOrDefault("preTokenBalances", JsonValue.NULL);
        JsonValue after = meta.getOrDefault("postTokenBalances", JsonValue.NULL);
        return before == JsonValue.NULL || after == JsonValue.NULL
                ? Optional.empty()
                : Optional.of(Stream.concat(
                                tokenBalances(before, BigInteger.ONE.negate()), tokenBalances(after, BigInteger.ONE))
                        .toList());
    }

    private static Stream<TokenChange> tokenBalances(JsonValue balances, BigInteger sign) {
        return Answer.array(balances).stream()
                .map(Answer::object)
                .map(balance -> new TokenChange(
                        Math.toIntExact(Answer.number(balance, "accountIndex")),
                        new PublicKey(Answer.string(balance, "mint")),
                        new BigInteger(Answer.string(Answer.object(balance, "uiTokenAmount"), "amount"))
                                .multiply(sign)));
    }

    /** Written before only read, as the message counts them; nothing if the node leaves it out of what has no tables. */
    private static List<PublicKey> loadedAddresses(JsonObject meta) {
        JsonObject loaded = Answer.nullableObject(meta.getOrDefault("loadedAddresses", JsonValue.NULL));
        if (loaded == null) {
            return List.of();
        }
        return Stream.concat(Answer.strings(loaded, "writable").stream(), Answer.strings(loaded, "readonly").stream())
                .map(PublicKey::new)
                .toList();
    }
}
