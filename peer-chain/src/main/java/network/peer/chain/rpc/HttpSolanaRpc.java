package network.peer.chain.rpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import network.peer.chain.rpc.RpcTelemetry.Outcome;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** The RPC methods over {@link JsonRpcClient}: builds parameters, reads results. */
final class HttpSolanaRpc implements SolanaRpc {
    /** The newest transaction format there is, so that reading history never fails on somebody else's transaction. */
    private static final int NEWEST_TRANSACTION_VERSION = 1;

    private final JsonRpcClient client;
    private final RpcTelemetry telemetry;

    HttpSolanaRpc(JsonRpcClient client, RpcTelemetry telemetry) {
        this.client = client;
        this.telemetry = telemetry;
    }

    @Override
    public String endpoint() {
        return client.endpoint().toString();
    }

    @Override
    public String getGenesisHash() {
        return call("getGenesisHash", params(), result -> new Blockhash(Answer.string(result)).base58());
    }

    @Override
    public void getHealth() {
        call("getHealth", params(), result -> {
            if (!Answer.string(result).equals("ok")) {
                throw new MalformedAnswer("health is not ok");
            }
            return result;
        });
    }

    @Override
    public long getSlot(ReadAt readAt) {
        return call("getSlot", params().add(config(readAt)), Answer::number);
    }

    @Override
    public long getBlockHeight(ReadAt readAt) {
        return call("getBlockHeight", params().add(config(readAt)), Answer::number);
    }

    @Override
    public EpochInfo getEpochInfo(ReadAt readAt) {
        return call("getEpochInfo", params().add(config(readAt)), result -> {
            JsonObject info = Answer.object(result);
            return new EpochInfo(
                    Answer.number(info, "absoluteSlot"),
                    Answer.number(info, "blockHeight"),
                    Answer.number(info, "epoch"),
                    Answer.number(info, "slotIndex"),
                    Answer.number(info, "slotsInEpoch"));
        });
    }

    @Override
    public long getFirstAvailableBlock() {
        return call("getFirstAvailableBlock", params(), Answer::number);
    }

    @Override
    public LatestBlockhash getLatestBlockhash(ReadAt readAt) {
        return call("getLatestBlockhash", params().add(config(readAt)), result -> {
            JsonObject value = Answer.object(Answer.value(result));
            return new LatestBlockhash(
                    new Blockhash(Answer.string(value, "blockhash")),
                    Answer.number(value, "lastValidBlockHeight"),
                    Answer.contextSlot(result));
        });
    }

    @Override
    public AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt) {
        return call(
                "isBlockhashValid",
                params().add(blockhash.base58()).add(config(readAt)),
                result -> new AtSlot<>(Answer.contextSlot(result), Answer.bool(Answer.object(result), "value")));
    }

    @Override
    public SignatureStatuses getSignatureStatuses(
            List<TransactionSignature> signatures, boolean searchTransactionHistory) {
        requireAtMost(MAX_SIGNATURES_PER_CALL, signatures.size(), "signatures");
        JsonArrayBuilder asked = params();
        signatures.forEach(signature -> asked.add(signature.base58()));
        JsonObjectBuilder config = object().add("searchTransactionHistory", searchTransactionHistory);
        return call("getSignatureStatuses", params().add(asked).add(config), result -> {
            JsonArray values = Answer.array(Answer.value(result), signatures.size());
            Map<TransactionSignature, SignatureStatus> found = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                JsonObject status = Answer.nullableObject(values.get(i));
                if (status != null) {
                    found.put(signatures.get(i), status(status));
                }
            }
            return new SignatureStatuses(Answer.contextSlot(result), signatures, found);
        });
    }

    @Override
    public SimulationResult simulateTransaction(SignedTransaction transaction, ReadAt readAt) {
        return simulate(base64(transaction), true, readAt);
    }

    @Override
    public SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt) {
        return simulate(Base64.getEncoder().encodeToString(message.unsignedWire()), false, readAt);
    }

    private SimulationResult simulate(String wireBase64, boolean checkSignatures, ReadAt readAt) {
        JsonObjectBuilder config = config(readAt).add("encoding", "base64").add("sigVerify", checkSignatures);
        return call("simulateTransaction", params().add(wireBase64).add(config), result -> {
            JsonObject value = Answer.object(Answer.value(result));
            Long units = Answer.nullableNumber(value, "unitsConsumed");
            return new SimulationResult(
                    Answer.contextSlot(result),
                    Answer.error(value),
                    Answer.strings(value, "logs"),
                    units == null ? 0 : units);
        });
    }

    @Override
    public SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight) {
        int bytes = transaction.wire().length;
        int accepted = NetworkLimits.PUBLIC_CLUSTERS.transactionBytes();
        if (bytes > accepted) {
            return new SubmitOutcome.Rejected(bytes + " bytes, the network accepts " + accepted);
        }
        JsonObjectBuilder config = object().add("encoding", "base64")
                .add("skipPreflight", skipPreflight)
                .add("preflightCommitment", Commitment.CONFIRMED.wire())
                .add("maxRetries", 0);
        try {
            String answered =
                    call("sendTransaction", params().add(base64(transaction)).add(config), Answer::string);
            return answered.equals(transaction.signature().base58())
                    ? new SubmitOutcome.Accepted(transaction.signature())
                    : new SubmitOutcome.Unknown("the node answered another signature");
        } catch (RpcException e) {
            return new SubmitOutcome.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<AccountInfo> getAccountInfo(PublicKey address, ReadAt readAt) {
        JsonObjectBuilder config = config(readAt).add("encoding", "base64");
        return call(
                "getAccountInfo",
                params().add(address.base58()).add(config),
                result -> Optional.ofNullable(account(Answer.value(result))));
    }

    @Override
    public AtSlot<Map<PublicKey, AccountInfo>> getMultipleAccounts(List<PublicKey> addresses, ReadAt readAt) {
        return accounts(addresses, readAt, Function.identity());
    }

    @Override
    public AtSlot<Map<PublicKey, TokenAccount>> getTokenAccounts(List<PublicKey> tokenAccounts, ReadAt readAt) {
        return accounts(tokenAccounts, readAt, TokenAccount::of);
    }

    @Override
    public AtSlot<TokenAmount> getTokenSupply(PublicKey mint, ReadAt readAt) {
        return call("getTokenSupply", params().add(mint.base58()).add(config(readAt)), result -> {
            String amount = Answer.string(Answer.object(Answer.value(result)), "amount");
            return new AtSlot<>(Answer.contextSlot(result), new TokenAmount(Long.parseLong(amount)));
        });
    }

    @Override
    public AtSlot<Long> getBalanceLamports(PublicKey address, ReadAt readAt) {
        return call(
                "getBalance",
                params().add(address.base58()).add(config(readAt)),
                result -> new AtSlot<>(Answer.contextSlot(result), Answer.number(Answer.value(result))));
    }

    @Override
    public long getMinimumBalanceForRentExemption(long dataLengthBytes) {
        return call("getMinimumBalanceForRentExemption", params().add(dataLengthBytes), Answer::number);
    }

    @Override
    public List<PrioritizationFee> getRecentPrioritizationFees(List<PublicKey> writableAccounts) {
        JsonArrayBuilder addresses = params();
        writableAccounts.forEach(address -> addresses.add(address.base58()));
        return call("getRecentPrioritizationFees", params().add(addresses), result -> Answer.array(result).stream()
                .map(Answer::object)
                .map(fee -> new PrioritizationFee(Answer.number(fee, "slot"), Answer.number(fee, "prioritizationFee")))
                .toList());
    }

    @Override
    public TransactionSignature requestAirdrop(PublicKey address, long lamports) {
        return call(
                "requestAirdrop",
                params().add(address.base58()).add(lamports),
                result -> new TransactionSignature(Answer.string(result)));
    }

    @Override
    public List<SignatureInfo> getSignaturesForAddress(
            PublicKey address, Optional<TransactionSignature> before, int limit, ReadAt readAt) {
        requireAtMost(MAX_HISTORY_PER_CALL, limit, "signatures");
        JsonObjectBuilder config = config(readAt).add("limit", limit);
        before.ifPresent(signature -> config.add("before", signature.base58()));
        return call(
                "getSignaturesForAddress",
                params().add(address.base58()).add(config),
                result -> Answer.array(result).stream()
                        .map(Answer::object)
                        .map(HttpSolanaRpc::signatureInfo)
                        .toList());
    }

    @Override
    public Optional<LandedTransaction> getTransaction(TransactionSignature signature, Commitment commitment) {
        JsonObjectBuilder config = object().add("encoding", "base64")
                .add("commitment", commitment.wire())
                .add("maxSupportedTransactionVersion", NEWEST_TRANSACTION_VERSION);
        return call("getTransaction", params().add(signature.base58()).add(config), result -> {
            JsonObject found = Answer.nullableObject(result);
            return found == null ? Optional.empty() : Optional.of(landed(signature, found));
        });
    }

    private <T> AtSlot<Map<PublicKey, T>> accounts(
            List<PublicKey> addresses, ReadAt readAt, Function<AccountInfo, T> as) {
        requireAtMost(MAX_ACCOUNTS_PER_CALL, addresses.size(), "accounts");
        JsonArrayBuilder asked = params();
        addresses.forEach(address -> asked.add(address.base58()));
        JsonObjectBuilder config = config(readAt).add("encoding", "base64");
        return call("getMultipleAccounts", params().add(asked).add(config), result -> {
            JsonArray values = Answer.array(Answer.value(result), addresses.size());
            Map<PublicKey, T> found = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                AccountInfo account = account(values.get(i));
                if (account != null) {
                    found.put(addresses.get(i), as.apply(account));
                }
            }
            return new AtSlot<>(Answer.contextSlot(result), Map.copyOf(found));
        });
    }

    /** A value of the wrong form anywhere in the answer means that nothing is known. */
    private <T> T call(String method, JsonArrayBuilder params, Function<JsonValue, T> reader) {
        RpcTelemetry.Call watched = telemetry.call(endpoint(), method);
        Outcome outcome = Outcome.UNAVAILABLE;
        try {
            T answer = read(method, client.call(method, params.build()), reader);
            outcome = Outcome.OK;
            return answer;
        } catch (RpcError refused) {
            outcome = Outcome.ERROR;
            throw refused;
        } finally {
            watched.ended(outcome);
        }
    }

    private <T> T read(String method, JsonValue result, Function<JsonValue, T> reader) {
        try {
            return reader.apply(result);
        } catch (MalformedAnswer | IllegalArgumentException | ArithmeticException e) {
            throw new RpcUnavailable(method, endpoint(), "unexpected answer: " + e.getMessage(), e);
        }
    }

    private JsonArrayBuilder params() {
        return client.json().createArrayBuilder();
    }

    private JsonObjectBuilder object() {
        return client.json().createObjectBuilder();
    }

    private JsonObjectBuilder config(ReadAt readAt) {
        JsonObjectBuilder config =
                object().add("commitment", readAt.commitment().wire());
        Long minContextSlot = readAt.minContextSlot();
        return minContextSlot == null ? config : config.add("minContextSlot", minContextSlot);
    }

    private static String base64(SignedTransaction transaction) {
        return Base64.getEncoder().encodeToString(transaction.wire());
    }

    /** Old transactions may lack the status's commitment; then nothing more than "seen" is assumed. */
    private static SignatureStatus status(JsonObject status) {
        String commitment = Answer.nullableString(status, "confirmationStatus");
        return new SignatureStatus(
                Answer.number(status, "slot"),
                commitment == null ? Commitment.PROCESSED : Commitment.ofWire(commitment),
                Answer.error(status));
    }

    private static @Nullable AccountInfo account(JsonValue value) {
        JsonObject account = Answer.nullableObject(value);
        return account == null
                ? null
                : new AccountInfo(
                        new PublicKey(Answer.string(account, "owner")),
                        Answer.number(account, "lamports"),
                        Answer.bool(account, "executable"),
                        Answer.base64Pair(Answer.array(account.getOrDefault("data", JsonValue.NULL), 2)));
    }

    private static SignatureInfo signatureInfo(JsonObject info) {
        return new SignatureInfo(
                new TransactionSignature(Answer.string(info, "signature")),
                Answer.number(info, "slot"),
                Answer.error(info),
                Answer.nullableString(info, "memo"),
                Answer.nullableNumber(info, "blockTime"));
    }

    private static LandedTransaction landed(TransactionSignature signature, JsonObject found) {
        JsonObject meta = Answer.object(found, "meta");
        return new LandedTransaction(
                signature,
                Answer.number(found, "slot"),
                Answer.base64Pair(found.getOrDefault("transaction", JsonValue.NULL)),
                Answer.error(meta),
                Answer.number(meta, "fee"),
                Math.subtractExact(Answer.firstNumber(meta, "preBalances"), Answer.firstNumber(meta, "postBalances")),
                Answer.nullableNumber(found, "blockTime"),
                loadedAddresses(meta));
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

    private static void requireAtMost(int maximum, int actual, String what) {
        if (actual > maximum) {
            throw new IllegalArgumentException("at most " + maximum + " " + what + " a call, not " + actual);
        }
    }
}
