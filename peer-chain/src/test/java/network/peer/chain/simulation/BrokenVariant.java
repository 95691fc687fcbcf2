package network.peer.chain.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.SettlementStore;
import network.peer.testing.InMemoryBooks;
import network.peer.testing.InMemorySettlementStore;
import network.peer.testing.SettlementBooks;

/** Protocols that lack one thing each; the checker must catch every one of them. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenVariant {
    NO_HISTORY_SEARCH("no history search", endpoints(BrokenRpcs::withoutHistory)),
    EXPIRED_AT_CONFIRMED("re-signs at confirmed", endpoints(BrokenRpcs::expiredAtConfirmed)),
    HEIGHT_AFTER_STATUS("asks the height after the status", endpoints(BrokenRpcs::heightAfterStatus)),
    SLOT_IGNORED("skips the laggard's slot", endpoints(BrokenRpcs::slotIgnored)),
    SILENCE_AGREES("skips a silent endpoint", endpoints(BrokenRpcs::silenceAgrees)),
    HISTORY_HAS_NO_BEGINNING("ignores where history begins", endpoints(BrokenRpcs::historyHasNoBeginning)),
    FAILED_BEFORE_FINALITY("counts an error before finality", endpoints(BrokenRpcs::failedBeforeFinality)),
    CONFIRMED_IS_FINAL("takes confirmed for final", endpoints(BrokenRpcs::confirmedIsFinal)),
    ONE_ENDPOINT(
            "believes one endpoint",
            given -> new Protocol.Given(given.store(), given.endpoints().subList(0, 1), given.millis())),
    NO_WITNESS("believes one node about a blockhash", others(BrokenRpcs::noWitness)),
    NO_SECOND_OPINION("parks on one node's word", BrokenRpcs::noSecondOpinion),
    NO_FENCING("no fencing", UnfencedStore::new, given -> given),
    LEASE_BY_LOCAL_CLOCK(
            "lease by the local clock",
            UnfencedStore::new,
            given -> new Protocol.Given(
                    BrokenStores.leaseByLocalClock(given.store(), given.millis()), given.endpoints(), given.millis())),
    STORED_AFTER_SENDING("stores after sending", BrokenStores::storedAfterSending),
    UNKNOWN_IS_STORED("sends bytes that may not be stored", stores(BrokenStores::unknownIsStored)),
    REFUSAL_IGNORED("sends bytes that the store refused", stores(BrokenStores::refusalIgnored)),
    UNKNOWN_IS_FAILED("takes a time-out for a failure", stores(BrokenStores::unknownIsFailed)),
    MEMO_WITHOUT_ATTEMPT("memo without attempt", stores(BrokenStores::memoWithoutAttempt)),
    NO_SIMULATION("signs without simulating", endpoints(BrokenRpcs::withoutSimulation)),
    NO_HALVING("parks the whole batch", stores(BrokenStores::withoutHalving)),
    CREDITS_IGNORED("judges before credits are final", stores(BrokenStores::creditsIgnored));

    private final String text;
    private final Protocol protocol;

    BrokenVariant(String text, UnaryOperator<Protocol.Given> breaking) {
        this(text, InMemorySettlementStore::new, breaking);
    }

    /** @param newStore given the store's clock */
    BrokenVariant(
            String text,
            Function<Supplier<Instant>, InMemorySettlementStore> newStore,
            UnaryOperator<Protocol.Given> breaking) {
        this.text = text;
        this.protocol = new Protocol() {
            @Override
            SettlementBooks books() {
                return new InMemoryBooks(newStore);
            }

            @Override
            Given given(Given ports) {
                return breaking.apply(ports);
            }
        };
    }

    Protocol protocol() {
        return protocol;
    }

    @Override
    public String toString() {
        return text;
    }

    private static UnaryOperator<Protocol.Given> endpoints(UnaryOperator<SolanaRpc> breaking) {
        return given -> new Protocol.Given(
                given.store(), given.endpoints().stream().map(breaking).toList(), given.millis());
    }

    /** All endpoints but the preferred one. */
    private static UnaryOperator<Protocol.Given> others(UnaryOperator<SolanaRpc> breaking) {
        return given -> {
            List<SolanaRpc> endpoints = new ArrayList<>(given.endpoints());
            endpoints.replaceAll(
                    endpoint -> endpoint == given.endpoints().get(0) ? endpoint : breaking.apply(endpoint));
            return new Protocol.Given(given.store(), endpoints, given.millis());
        };
    }

    private static UnaryOperator<Protocol.Given> stores(Function<SettlementStore, SettlementStore> breaking) {
        return given -> new Protocol.Given(breaking.apply(given.store()), given.endpoints(), given.millis());
    }
}
