package network.peer.chain.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.simulation.Protocol.Given;
import network.peer.chain.tx.SignedTransaction;
import network.peer.settlement.AttemptFact;
import network.peer.settlement.AttemptState;
import network.peer.settlement.ClaimedIntent;
import network.peer.settlement.FencedOffException;
import network.peer.settlement.LaneLease;
import network.peer.settlement.NewAttempt;
import network.peer.settlement.Observation;
import network.peer.settlement.SettlementStore;

/** Stores that make the code under test behave as if it kept another order, or believed too much. */
final class BrokenStores {
    private BrokenStores() {}

    static SettlementStore unknownIsStored(SettlementStore real) {
        return new ForwardingStore(real) {
            @Override
            public Set<UUID> stored(Collection<UUID> attemptIds) {
                return new HashSet<>(attemptIds);
            }

            @Override
            public Set<UUID> record(Collection<Observation> observations) {
                return recordIfStored(() -> super.record(observations));
            }
        };
    }

    static SettlementStore refusalIgnored(SettlementStore real) {
        return new ForwardingStore(real) {
            @Override
            public void store(LaneLease lease, Collection<NewAttempt> attempts) {
                try {
                    super.store(lease, attempts);
                } catch (FencedOffException refused) {
                    // Sent all the same.
                }
            }

            @Override
            public Set<UUID> record(Collection<Observation> observations) {
                return recordIfStored(() -> super.record(observations));
            }
        };
    }

    private static Set<UUID> recordIfStored(Supplier<Set<UUID>> recording) {
        try {
            return recording.get();
        } catch (NoSuchElementException neverStored) {
            throw StoreFailure.undeclared();
        }
    }

    static SettlementStore memoWithoutAttempt(SettlementStore real) {
        return claiming(real, claimed -> claimed(claimed, 0, claimed.awaitsCredits()));
    }

    /** Who lacks tokens is judged at once, as if none were on their way. */
    static SettlementStore creditsIgnored(SettlementStore real) {
        return claiming(real, claimed -> claimed(claimed, claimed.attempts(), false));
    }

    private static ClaimedIntent claimed(ClaimedIntent real, int attempts, boolean awaitsCredits) {
        return new ClaimedIntent(real.id(), real.kind(), real.batchKey(), attempts, awaitsCredits, real.legs());
    }

    private static SettlementStore claiming(SettlementStore real, UnaryOperator<ClaimedIntent> shown) {
        return new ForwardingStore(real) {
            @Override
            public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
                return super.claim(lease, limit, duration).stream().map(shown).toList();
            }
        };
    }

    /** All that was claimed with an intent that fails is left to a person with it. */
    static SettlementStore withoutHalving(SettlementStore real) {
        return new ForwardingStore(real) {
            private List<ClaimedIntent> together = List.of();

            @Override
            public List<ClaimedIntent> claim(LaneLease lease, int limit, Duration duration) {
                together = super.claim(lease, limit, duration);
                return together;
            }

            @Override
            public void park(LaneLease lease, UUID intentId, String cause) {
                together.forEach(claimed -> super.park(lease, claimed.id(), cause));
            }
        };
    }

    static SettlementStore unknownIsFailed(SettlementStore real) {
        return new ForwardingStore(real) {
            @Override
            public Set<UUID> record(Collection<Observation> observations) {
                return super.record(observations.stream()
                        .map(one -> one.fact().state() == AttemptState.UNKNOWN
                                ? new Observation(one.attemptId(), AttemptFact.expired("{}"), one.pause())
                                : one)
                        .toList());
            }
        };
    }

    /** Whether the lane is still held is asked of the worker's own clock, before the store is called. */
    static SettlementStore leaseByLocalClock(SettlementStore real, LongSupplier millis) {
        return new ForwardingStore(real) {
            private long heldUntil;

            @Override
            public Optional<LaneLease> lease(String lane, String owner, Duration duration) {
                heldUntil = millis.getAsLong() + duration.toMillis();
                return super.lease(lane, owner, duration);
            }

            @Override
            public void store(LaneLease lease, Collection<NewAttempt> attempts) {
                if (millis.getAsLong() >= heldUntil) {
                    throw new FencedOffException("by the local clock");
                }
                super.store(lease, attempts);
            }
        };
    }

    /** What the store is given is put aside until it has been sent. */
    static Given storedAfterSending(Given ports) {
        List<NewAttempt> unsent = new ArrayList<>();
        List<LaneLease> under = new ArrayList<>();
        SettlementStore store = new ForwardingStore(ports.store()) {
            @Override
            public void store(LaneLease lease, Collection<NewAttempt> attempts) {
                unsent.clear();
                unsent.addAll(attempts);
                under.clear();
                under.add(lease);
            }
        };
        List<SolanaRpc> endpoints = new ArrayList<>();
        for (SolanaRpc endpoint : ports.endpoints()) {
            endpoints.add(new ForwardingRpc(endpoint) {
                @Override
                public SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight) {
                    SubmitOutcome outcome = super.send(transaction, skipPreflight);
                    for (NewAttempt attempt : List.copyOf(unsent)) {
                        if (attempt.signature().equals(transaction.signature())) {
                            unsent.remove(attempt);
                            ports.store().store(under.get(0), List.of(attempt));
                        }
                    }
                    return outcome;
                }
            });
        }
        return new Given(store, endpoints, ports.millis());
    }
}
