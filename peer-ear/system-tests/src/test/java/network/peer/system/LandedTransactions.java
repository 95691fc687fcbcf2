package network.peer.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What landed of a mint for ever, read from the chain without the product's code. */
final class LandedTransactions {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int PAGE = 1_000;
    private static final int TRANSFER_CHECKED = 12;
    private static final int MINT_TO_CHECKED = 14;
    private static final int BURN_CHECKED = 15;

    private final LocalnetControl chain;
    private final String mint;
    private final Map<String, List<Step>> read = new HashMap<>();

    LandedTransactions(LocalnetControl chain, String mint) {
        this.chain = chain;
        this.mint = mint;
    }

    /**
     * One instruction: a memo with its text, or what it did to wallets.
     *
     * @param kind MEMO, MINT, TRANSFER or BURN
     */
    record Step(
            String kind,
            String memo,
            @Nullable String from,
            @Nullable String to,
            long baseUnits) {}

    /** In the order of landing; what landed with an error moved nothing and is left out. */
    List<List<Step>> all() {
        List<String> signatures = new ArrayList<>();
        String before = "";
        JsonNode page;
        do {
            page = chain.call(
                    "getSignaturesForAddress",
                    "[\"%s\",{\"commitment\":\"finalized\",\"limit\":%d%s}]".formatted(mint, PAGE, before));
            for (JsonNode one : page) {
                before = ",\"before\":\"" + one.path("signature").asText() + "\"";
                if (one.path("err").isNull()) {
                    signatures.add(one.path("signature").asText());
                }
            }
        } while (page.size() == PAGE);
        Collections.reverse(signatures);
        return signatures.stream()
                .map(signature -> read.computeIfAbsent(signature, this::steps))
                .toList();
    }

    private List<Step> steps(String signature) {
        JsonNode transaction = chain.call(
                "getTransaction",
                ("[\"%s\",{\"commitment\":\"finalized\",\"encoding\":\"jsonParsed\","
                                + "\"maxSupportedTransactionVersion\":0}]")
                        .formatted(signature));
        Map<String, String> owners = owners(transaction);
        List<Step> steps = new ArrayList<>();
        for (JsonNode instruction : transaction.at("/transaction/message/instructions")) {
            if (instruction.path("program").asText().equals("spl-memo")) {
                steps.add(new Step("MEMO", instruction.path("parsed").asText(), null, null, 0));
            } else if (instruction.path("accounts").toString().contains(mint)) {
                addStep(instruction, owners, steps);
            }
        }
        return steps;
    }

    private static void addStep(JsonNode instruction, Map<String, String> owners, List<Step> steps) {
        ByteBuffer data =
                ByteBuffer.wrap(bytes(instruction.path("data").asText())).order(ByteOrder.LITTLE_ENDIAN);
        int kind = data.hasRemaining() ? data.get() : -1;
        JsonNode accounts = instruction.path("accounts");
        switch (kind) {
            case MINT_TO_CHECKED ->
                steps.add(new Step("MINT", "", null, owner(owners, accounts.path(1)), data.getLong()));
            case TRANSFER_CHECKED ->
                steps.add(new Step(
                        "TRANSFER",
                        "",
                        owner(owners, accounts.path(0)),
                        owner(owners, accounts.path(2)),
                        data.getLong()));
            case BURN_CHECKED -> steps.add(new Step("BURN", "", owner(owners, accounts.path(0)), null, data.getLong()));
            default -> {
                // Something that moves no tokens, such as the making of a token account.
            }
        }
    }

    /** The wallet of each token account that the transaction names. */
    private static Map<String, String> owners(JsonNode transaction) {
        JsonNode keys = transaction.at("/transaction/message/accountKeys");
        Map<String, String> owners = new HashMap<>();
        for (String when : List.of("/meta/preTokenBalances", "/meta/postTokenBalances")) {
            for (JsonNode balance : transaction.at(when)) {
                owners.put(
                        keys.path(balance.path("accountIndex").asInt())
                                .path("pubkey")
                                .asText(),
                        balance.path("owner").asText());
            }
        }
        return owners;
    }

    private static String owner(Map<String, String> owners, JsonNode tokenAccount) {
        return Objects.requireNonNull(owners.get(tokenAccount.asText()), "no owner of " + tokenAccount);
    }

    /** Base58 of data that does not begin with a zero byte, as no instruction of interest does. */
    private static byte[] bytes(String base58) {
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < base58.length(); i++) {
            number = number.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(BASE58.indexOf(base58.charAt(i))));
        }
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
