package network.peer.web.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import network.peer.PageRequest;
import network.peer.database.DatabaseSessions;
import network.peer.settlement.Conservation;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.IntentKind;
import network.peer.settlement.IntentState;
import network.peer.settlement.ReconciliationQueries;
import network.peer.settlement.ReconciliationQueries.ReconciliationRun;
import network.peer.settlement.SettlementGauges;
import network.peer.settlement.SettlementGauges.LaneState;
import network.peer.settlement.SettlementStory;
import network.peer.settlement.SettlementStory.Stage;
import network.peer.web.protection.Turnstile;

/** What the books say of settlement at the moment of the scrape: the same on every node. Times are points in time. */
@Dependent
public class BooksCollector implements MultiCollector {
    private static final Logger LOGGER = System.getLogger(BooksCollector.class.getName());
    private static final Set<IntentState> OPEN =
            EnumSet.complementOf(EnumSet.of(IntentState.SETTLED, IntentState.VOIDED));

    private final SettlementStory story;
    private final SettlementGauges gauges;
    private final Conservation conservation;
    private final ReconciliationQueries reconciliations;

    @Inject
    public BooksCollector(
            SettlementStory story,
            SettlementGauges gauges,
            Conservation conservation,
            ReconciliationQueries reconciliations) {
        this.story = story;
        this.gauges = gauges;
        this.conservation = conservation;
        this.reconciliations = reconciliations;
    }

    /** Without the database only this is known: what the node itself counts, and that the books cannot be read. */
    @Override
    public MetricSnapshots collect() {
        Gauges collected = new Gauges();
        collected.add("peer_database_sessions", "Sessions that this node's pool holds", DatabaseSessions.open());
        collected.add(
                "peer_database_sessions_healed",
                "Sessions that this node opened anew after the database had ended them",
                DatabaseSessions.healedSoFar());
        collected.add(
                "peer_api_operations_waiting", "Operations that wait for a place on this node", Turnstile.waiting());
        Gauges books = new Gauges();
        boolean readable = true;
        try {
            read(books);
        } catch (RuntimeException unreadable) {
            LOGGER.log(Level.WARNING, "PEER-WEB-004 the books cannot be read for metrics", unreadable);
            readable = false;
        }
        collected.add("peer_books_readable", "1 if the metrics of the books are in this scrape", readable ? 1 : 0);
        if (readable) {
            collected.addAll(books);
        }
        return collected.snapshots();
    }

    private void read(Gauges to) {
        pipeline(story.pipeline(), to);
        story.pauses()
                .forEach(pause ->
                        to.add("peer_settlement_paused", "1 for each pause in force", 1, "scope", pause.scope()));
        for (LaneState lane : gauges.lanes()) {
            String name = lane.lane().name();
            to.add("peer_settlement_lane_held", "1 if a node owns it", lane.held() ? 1 : 0, "lane", name);
            to.add("peer_settlement_lane_paused", "1 if it may not sign", lane.paused() ? 1 : 0, "lane", name);
        }
        conservation.latest().ifPresent(report -> conservation(report, to));
        reconciliations.newestFirst(new PageRequest(1, null)).items().forEach(run -> reconciliation(run, to));
    }

    /** Each kind in each open state, also at 0, so that a rule never waits for a series to appear. */
    static void pipeline(List<Stage> stages, Gauges to) {
        long backlog = 0;
        for (IntentKind kind : IntentKind.values()) {
            for (IntentState state : OPEN) {
                long count = stages.stream()
                        .filter(stage -> stage.kind() == kind && stage.state() == state)
                        .mapToLong(Stage::count)
                        .sum();
                to.add(
                        "peer_settlement_intents",
                        "Unsettled intents",
                        count,
                        "kind",
                        label(kind),
                        "state",
                        label(state));
                backlog += state == IntentState.PARKED ? 0 : count;
            }
        }
        to.add("peer_settlement_backlog", "Intents that are to be settled: all but the parked ones", backlog);
        for (Stage stage : stages) {
            to.add(
                    "peer_settlement_oldest_intent_timestamp_seconds",
                    "When the oldest of them was recorded; absent if there is none",
                    stage.oldest().getEpochSecond(),
                    "kind",
                    label(stage.kind()),
                    "state",
                    label(stage.state()));
        }
    }

    private static void conservation(ConservationReport report, Gauges to) {
        to.add("peer_conservation_holds", "1 if chain and books agreed", report.holds() ? 1 : 0);
        to.add(
                "peer_conservation_checked_timestamp_seconds",
                "When they were compared last",
                report.checkedAt().getEpochSecond());
    }

    private static void reconciliation(ReconciliationRun run, Gauges to) {
        to.add("peer_reconciliation_differences", "What the newest reconciliation has found so far", run.differences());
        to.add(
                "peer_reconciliation_started_timestamp_seconds",
                "When it was started",
                run.startedAt().getEpochSecond());
        to.add("peer_reconciliation_finished", "1 if it has ended", run.endedAt() == null ? 0 : 1);
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
