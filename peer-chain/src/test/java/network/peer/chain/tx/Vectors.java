package network.peer.chain.tx;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import network.peer.token.PublicKey;

/** What {@code src/test/vectors/generate.mjs} made with {@code @solana/kit}. */
final class Vectors {
    private Vectors() {}

    static JsonObject object(String file) {
        try (InputStream in = open(file);
                JsonReader reader = Json.createReader(in)) {
            return reader.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonArray array(String file) {
        try (InputStream in = open(file);
                JsonReader reader = Json.createReader(in)) {
            return reader.readArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<TransactionVector> transactions() {
        return array("transactions.json").stream()
                .map(value -> new TransactionVector(value.asJsonObject()))
                .toList();
    }

    static Instruction instruction(JsonObject json) {
        List<AccountMeta> accounts = json.getJsonArray("accounts").stream()
                .map(value -> value.asJsonObject())
                .map(account -> new AccountMeta(
                        new PublicKey(account.getString("address")),
                        account.getBoolean("signer"),
                        account.getBoolean("writable")))
                .toList();
        return new Instruction(
                new PublicKey(json.getString("program")),
                accounts,
                HexFormat.of().parseHex(json.getString("data")));
    }

    static List<PublicKey> keys(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString.class).stream()
                .map(text -> new PublicKey(text.getString()))
                .toList();
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file);
    }

    /** One transaction as kit compiled, signed and encoded it. */
    record TransactionVector(JsonObject json) {
        MessageVersion version() {
            return MessageVersion.valueOf(json.getString("version"));
        }

        PublicKey feePayer() {
            return new PublicKey(json.getString("feePayer"));
        }

        Blockhash blockhash() {
            return new Blockhash(json.getString("blockhash"));
        }

        List<Instruction> instructions() {
            return json.getJsonArray("instructions").stream()
                    .map(value -> instruction(value.asJsonObject()))
                    .toList();
        }

        MessageForm form() {
            return json.containsKey("tables")
                    ? new MessageForm(
                            version(),
                            json.getJsonArray("tables").stream()
                                    .map(value -> table(value.asJsonObject()))
                                    .toList())
                    : MessageForm.of(version());
        }

        private static LookupTable table(JsonObject json) {
            return LookupTable.of(new PublicKey(json.getString("address")), keys(json, "addresses"));
        }

        TransactionMessage message() {
            return TransactionMessage.of(
                    form(), feePayer(), blockhash(), instructions(), NetworkLimits.PUBLIC_CLUSTERS);
        }

        String messageHex() {
            return json.getString("message");
        }

        String wireHex() {
            return json.getString("wire");
        }

        String signature() {
            return json.getString("signature");
        }

        @Override
        public String toString() {
            return json.getString("name") + " " + version();
        }
    }
}
