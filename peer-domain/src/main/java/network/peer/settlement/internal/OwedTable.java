package network.peer.settlement.internal;

import jakarta.json.spi.JsonProvider;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.Leg;
import org.jspecify.annotations.Nullable;

/** New intents with their legs. */
final class OwedTable {
    /** Found once: {@code Json} looks for it at each call. */
    private static final JsonProvider JSON = JsonProvider.provider();

    private final EntityManager entities;

    OwedTable(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * @param ledgerTransactionId null for a NET and for a MIGRATION
     * @param windowId the window that they are members of, if any
     */
    void insert(@Nullable UUID ledgerTransactionId, @Nullable UUID windowId, List<OwedIntent> owed) {
        List<String> intents = new ArrayList<>();
        List<String> legs = new ArrayList<>();
        for (OwedIntent one : owed) {
            intents.add("{\"id\":\"%s\",\"kind\":\"%s\",\"business_key\":%s,\"batch_key\":\"%s\",\"work\":\"%s\"}"
                    .formatted(
                            one.id(),
                            one.kind(),
                            jsonText(one.businessKey()),
                            one.batchKey(),
                            one.work().code()));
            for (int ordinal = 0; ordinal < one.legs().size(); ordinal++) {
                legs.add(json(one.id(), ordinal, one.legs().get(ordinal)));
            }
        }
        entities.createNativeQuery("insert into settlement_intent"
                        + " (id, kind, business_key, batch_key, ledger_transaction_id, window_id, work)"
                        + " select i.id, i.kind, i.business_key, i.batch_key, cast(?1 as uuid), cast(?2 as uuid), i.work"
                        + " from jsonb_to_recordset(cast(?3 as jsonb)) as i"
                        + " (id uuid, kind text, business_key text, batch_key text, work text)")
                .setParameter(1, Rows.text(ledgerTransactionId))
                .setParameter(2, Rows.text(windowId))
                .setParameter(3, intents.toString())
                .executeUpdate();
        entities.createNativeQuery("insert into settlement_leg (intent_id, ordinal, instruction, from_wallet_id,"
                        + " to_wallet_id, amount_base_units, ledger_posting_id)"
                        + " select intent_id, ordinal, instruction, from_wallet_id, to_wallet_id, amount, posting_id"
                        + " from jsonb_to_recordset(cast(?1 as jsonb)) as l (intent_id uuid, ordinal integer,"
                        + " instruction text, from_wallet_id uuid, to_wallet_id uuid, amount bigint, posting_id uuid)")
                .setParameter(1, legs.toString())
                .executeUpdate();
    }

    private static String json(UUID intentId, int ordinal, Leg leg) {
        return ("{\"intent_id\":\"%s\",\"ordinal\":%d,\"instruction\":\"%s\",\"from_wallet_id\":%s,"
                        + "\"to_wallet_id\":%s,\"amount\":%d,\"posting_id\":%s}")
                .formatted(
                        intentId,
                        ordinal,
                        leg.instruction(),
                        jsonId(leg.fromWalletId()),
                        jsonId(leg.toWalletId()),
                        leg.amount().baseUnits(),
                        jsonId(leg.ledgerPostingId()));
    }

    private static String jsonId(@Nullable UUID id) {
        return id == null ? "null" : "\"" + id + "\"";
    }

    private static String jsonText(String text) {
        return JSON.createValue(text).toString();
    }
}
