package network.peer.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import network.peer.database.Rows;
import network.peer.settlement.Leg.Instruction;
import network.peer.settlement.internal.DecisionTable;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/** The whole story of one intent, and how the pipeline stands: for operators, who have no SQL. */
@ApplicationScoped
public class SettlementStory {
    private final EntityManager entities;

    @SuppressWarnings("NullAway")
    protected SettlementStory() {
        this.entities = null;
    }

    @Inject
    public SettlementStory(EntityManager entities) {
        this.entities = entities;
    }

    /** One effect on chain, with the addresses of our wallets. */
    public record LegView(
            Instruction instruction,
            @Nullable String fromAddress,
            @Nullable String toAddress,
            TokenAmount amount) {}

    /** A step of an intent, or of one of its attempts. */
    public record Step(
            String subject,
            UUID subjectId,
            @Nullable String from,
            String to,
            @Nullable String note,
            Instant at) {}

    /** What an operator wrote beside it. */
    public record Note(String note, UUID writtenBy, Instant writtenAt) {}

    /** A pause in force. */
    public record Pause(
            String scope, String reason, @Nullable UUID pausedBy, Instant pausedAt) {}

    /** How many intents of a kind are in a state, and since when the oldest of them is owed. */
    public record Stage(IntentKind kind, IntentState state, long count, Instant oldest) {}

    @Transactional
    public List<LegView> legs(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select l.instruction, f.address, t.address, l.amount_base_units"
                                + " from settlement_leg l left join wallet f on f.id = l.from_wallet_id"
                                + " left join wallet t on t.id = l.to_wallet_id where l.intent_id = ?1"
                                + " order by l.ordinal")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> new LegView(
                        Instruction.valueOf(row.text(0)),
                        row.textOrNull(1),
                        row.textOrNull(2),
                        new TokenAmount(row.longAt(3))))
                .toList();
    }

    /** Every step of the intent, of the NET that pays it if there is one, and of all attempts, as they were recorded. */
    @Transactional
    public List<Step> history(UUID intentId) {
        return Rows.list(entities.createNativeQuery("with told as (select cast(?1 as uuid) as id union all"
                                + " select n.net_intent_id from settlement_intent i"
                                + " join settlement_net_window n on n.id = i.window_id where i.id = ?1),"
                                + " carried as (select ai.intent_id, a.id, a.claim_id from told"
                                + "  join settlement_intent_attempt ai on ai.intent_id = told.id"
                                + "  join settlement_attempt a on a.id = ai.attempt_id)"
                                + " select 'INTENT', h.subject_id, h.from_state, h.to_state, h.note, h.at, h.id"
                                + " from told join settlement_history h on h.subject_id = told.id"
                                + " union all select case h.subject when 'INTENTS' then 'INTENT' else h.subject end,"
                                + "  case h.subject when 'INTENTS' then c.intent_id else h.subject_id end,"
                                + "  h.from_state, h.to_state, h.note, h.at, h.id"
                                + " from carried c join settlement_history h on h.subject_id = c.id"
                                + " union all select 'INTENT', held.intent_id, h.from_state, h.to_state, h.note, h.at, h.id"
                                + " from (select intent_id, claim_id from carried union"
                                + "  select i.id, i.claim_id from told join settlement_intent i on i.id = told.id) held"
                                + " join settlement_history h on h.subject_id = held.claim_id"
                                + " order by 7")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> new Step(
                        row.text(0), row.uuid(1), row.textOrNull(2), row.text(3), row.textOrNull(4), row.instant(5)))
                .toList();
    }

    /** What a NET pays, in the order of the books; of any other intent, nothing. */
    @Transactional
    public List<UUID> members(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select m.id from settlement_net_window w"
                                + " join settlement_intent m on m.window_id = w.id where w.net_intent_id = ?1"
                                + " order by m.position")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> row.uuid(0))
                .toList();
    }

    /** Newest first. */
    @Transactional
    public List<Decision> decisions(UUID intentId) {
        return new DecisionTable(entities).ofIntents(List.of(intentId));
    }

    /** Oldest first. */
    @Transactional
    public List<Note> notes(UUID intentId) {
        return Rows.list(entities.createNativeQuery("select note, written_by, written_at from settlement_note"
                                + " where intent_id = ?1 order by written_at, id")
                        .setParameter(1, intentId))
                .stream()
                .map(row -> new Note(row.text(0), row.uuid(1), row.instant(2)))
                .toList();
    }

    @Transactional
    public List<Pause> pauses() {
        return Rows.list(entities.createNativeQuery(
                        "select scope, reason, paused_by, paused_at from settlement_pause order by paused_at"))
                .stream()
                .map(row -> new Pause(row.text(0), row.text(1), row.uuidOrNull(2), row.instant(3)))
                .toList();
    }

    /**
     * What is not settled, by kind and state; costs what is open, not what ever was. Members of windows are left out: in
     * an open one they wait on purpose, and for a closed one its NET counts.
     */
    @Transactional
    public List<Stage> pipeline() {
        return Rows.list(entities.createNativeQuery("select kind, state, count(*), min(created_at)"
                        + " from settlement_intent where id in (select intent_id from settlement_open_leg)"
                        + " and window_id is null group by kind, state order by kind, state"))
                .stream()
                .map(row -> new Stage(
                        IntentKind.valueOf(row.text(0)),
                        IntentState.valueOf(row.text(1)),
                        row.longAt(2),
                        row.instant(3)))
                .toList();
    }
}
