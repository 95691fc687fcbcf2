package network.peer.chain.rpc;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/** The RPC methods over {@link JsonRpcClient}: builds parameters, reads results. */
final class HttpSolanaRpc implements SolanaRpc {
    /** The newest transaction format there is, so that reading history never fails on somebody else's transaction. */
    private static final int NEWEST_TRANSACTION_VERSION = 1;

    private final TypedCalls calls;

    HttpSolanaRpc(JsonRpcClient client, RpcTelemetry telemetry) {
        this.calls = new TypedCalls(client, telemetry);
    }

    @Override
    public String endpoint() {
        return calls.endpoint();
    }

    @Override
    public String getGenesisHash() {
        return calls.call("getGenesisHash", calls.params(), result -> new Blockhash(Answer.string(result)).base58());
    }

    @Override
    public void getHealth() {
        calls.call("getHealth", calls.params(), result -> {
            if (!Answer.string(result).equals("ok")) {
                throw new MalformedAnswer("health is not ok");
            }
            return result;
        });
    }

    @Override
    public long getSlot(ReadAt readAt) {
        return calls.call("getSlot", calls.params().add(calls.config(readAt)), Answer::number);
    }

    @Override
    public long getBlockHeight(ReadAt readAt) {
        return calls.call("getBlockHeight", calls.params().add(calls.config(readAt)), Answer::number);
    }

    @Override
    public EpochInfo getEpochInfo(ReadAt readAt) {
        return calls.call("getEpochInfo", calls.params().add(calls.config(readAt)), AnswerTypes::epochInfo);
    }

    @Override
    public long getFirstAvailableBlock() {
        return calls.call("getFirstAvailableBlock", calls.params(), Answer::number);
    }

    @Override
    public LatestBlockhash getLatestBlockhash(ReadAt readAt) {
        return calls.call("getLatestBlockhash", calls.params().add(calls.config(readAt)), AnswerTypes::latestBlockhash);
    }

    @Override
    public AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt) {
        return calls.call(
                "isBlockhashValid",
                calls.params().add(blockhash.base58()).add(calls.config(readAt)),
                result -> new AtSlot<>(Answer.contextSlot(result), Answer.bool(Answer.object(result), "value")));
    }

    @Override
    public SignatureStatuses getSignatureStatuses(
            List<TransactionSignature> signatures, boolean searchTransactionHistory) {
        requireAtMost(MAX_SIGNATURES_PER_CALL, signatures.size(), "signatures");
        JsonArrayBuilder asked = calls.params();
        signatures.forEach(signature -> asked.add(signature.base58()));
        JsonObjectBuilder config = calls.object().add("searchTransactionHistory", searchTransactionHistory);
        return calls.call(
                "getSignatureStatuses",
                calls.params().add(asked).add(config),
                result -> AnswerTypes.statuses(signatures, result));
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
        JsonObjectBuilder config =
                calls.config(readAt).add("encoding", "base64").add("sigVerify", checkSignatures);
        return calls.call("simulateTransaction", calls.params().add(wireBase64).add(config), AnswerTypes::simulation);
    }

    @Override
    public SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight) {
        int bytes = transaction.wire().length;
        int accepted = NetworkLimits.PUBLIC_CLUSTERS.transactionBytes();
        if (bytes > accepted) {
            return new SubmitOutcome.Rejected(bytes + " bytes, the network accepts " + accepted);
        }
        JsonObjectBuilder config = calls.object()
                .add("encoding", "base64")
                .add("skipPreflight", skipPreflight)
                .add("preflightCommitment", Commitment.CONFIRMED.wire())
                .add("maxRetries", 0);
        try {
            String answered = calls.call(
                    "sendTransaction", calls.params().add(base64(transaction)).add(config), Answer::string);
            return answered.equals(transaction.signature().base58())
                    ? new SubmitOutcome.Accepted(transaction.signature())
                    : new SubmitOutcome.Unknown("the node answered another signature");
        } catch (RpcUnavailable down) {
            return new SubmitOutcome.Unknown(String.valueOf(down.getMessage()), Optional.of(down));
        } catch (RpcException e) {
            return new SubmitOutcome.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<AccountInfo> getAccountInfo(PublicKey address, ReadAt readAt) {
        JsonObjectBuilder config = calls.config(readAt).add("encoding", "base64");
        return calls.call(
                "getAccountInfo",
                calls.params().add(address.base58()).add(config),
                result -> Optional.ofNullable(AnswerTypes.account(Answer.value(result))));
    }

    @Override
    public AtSlot<Map<PublicKey, AccountInfo>> getMultipleAccounts(List<PublicKey> addresses, ReadAt readAt) {
        return accounts(addresses, readAt, Optional::of);
    }

    @Override
    public AtSlot<Map<PublicKey, TokenAccount>> getTokenAccounts(List<PublicKey> tokenAccounts, ReadAt readAt) {
        return accounts(tokenAccounts, readAt, TokenAccount::of);
    }

    @Override
    public AtSlot<TokenAmount> getTokenSupply(PublicKey mint, ReadAt readAt) {
        return calls.call("getTokenSupply", calls.params().add(mint.base58()).add(calls.config(readAt)), result -> {
            String amount = Answer.string(Answer.object(Answer.value(result)), "amount");
            return new AtSlot<>(Answer.contextSlot(result), new TokenAmount(Long.parseLong(amount)));
        });
    }

    @Override
    public AtSlot<Long> getBalanceLamports(PublicKey address, ReadAt readAt) {
        return calls.call(
                "getBalance",
                calls.params().add(address.base58()).add(calls.config(readAt)),
                result -> new AtSlot<>(Answer.contextSlot(result), Answer.number(Answer.value(result))));
    }

    @Override
    public long getMinimumBalanceForRentExemption(long dataLengthBytes) {
        return calls.call("getMinimumBalanceForRentExemption", calls.params().add(dataLengthBytes), Answer::number);
    }

    @Override
    public List<PrioritizationFee> getRecentPrioritizationFees(List<PublicKey> writableAccounts) {
        requireAtMost(MAX_FEE_ACCOUNTS_PER_CALL, writableAccounts.size(), "accounts");
        JsonArrayBuilder addresses = calls.params();
        writableAccounts.forEach(address -> addresses.add(address.base58()));
        return calls.call(
                "getRecentPrioritizationFees", calls.params().add(addresses), result -> Answer.array(result).stream()
                        .map(Answer::object)
                        .map(fee -> new PrioritizationFee(
                                Answer.number(fee, "slot"), Answer.number(fee, "prioritizationFee")))
                        .toList());
    }

    @Override
    public TransactionSignature requestAirdrop(PublicKey address, long lamports) {
        return calls.call(
                "requestAirdrop",
                calls.params().add(address.base58()).add(lamports),
                result -> new TransactionSignature(Answer.string(result)));
    }

    @Override
    public List<SignatureInfo> getSignaturesForAddress(
            PublicKey address, Optional<TransactionSignature> before, int limit, ReadAt readAt) {
        requireAtMost(MAX_HISTORY_PER_CALL, limit, "signatures");
        JsonObjectBuilder config = calls.config(readAt).add("limit", limit);
        before.ifPresent(signature -> config.add("before", signature.base58()));
        return calls.call(
                "getSignaturesForAddress",
                calls.params().add(address.base58()).add(config),
                result -> Answer.array(result).stream()
                        .map(Answer::object)
                        .map(AnswerTypes::signatureInfo)
                        .toList());
    }

    @Override
    public Optional<LandedTransaction> getTransaction(TransactionSignature signature, Commitment commitment) {
        JsonObjectBuilder config = calls.object()
                .add("encoding", "base64")
                .add("commitment", commitment.wire())
                .add("maxSupportedTransactionVersion", NEWEST_TRANSACTION_VERSION);
        return calls.call(
                "getTransaction", calls.params().add(signature.base58()).add(config), result -> {
                    JsonObject found = Answer.nullableObject(result);
                    return found == null ? Optional.empty() : Optional.of(AnswerTypes.landed(signature, found));
                });
    }

    private <T> AtSlot<Map<PublicKey, T>> accounts(
            List<PublicKey> addresses, ReadAt readAt, Function<AccountInfo, Optional<T>> as) {
        requireAtMost(MAX_ACCOUNTS_PER_CALL, addresses.size(), "accounts");
        JsonArrayBuilder asked = calls.params();
        addresses.forEach(address -> asked.add(address.base58()));
        JsonObjectBuilder config = calls.config(readAt).add("encoding", "base64");
        return calls.call("getMultipleAccounts", calls.params().add(asked).add(config), result -> {
            JsonArray values = Answer.array(Answer.value(result), addresses.size());
            Map<PublicKey, T> found = new HashMap<>();
            for (int i = 0; i < values.size(); i++) {
                PublicKey address = addresses.get(i);
                Optional.ofNullable(AnswerTypes.account(values.get(i)))
                        .flatMap(as)
                        .ifPresent(account -> found.put(address, account));
            }
            return new AtSlot<>(Answer.contextSlot(result), Map.copyOf(found));
        });
    }

    private static String base64(SignedTransaction transaction) {
        return Base64.getEncoder().encodeToString(transaction.wire());
    }

    private static void requireAtMost(int maximum, int actual, String what) {
        if (actual > maximum) {
            throw new IllegalArgumentException("at most " + maximum + " " + what + " a call, not " + actual);
        }
    }
}
