package network.peer.chain.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/** Endpoints that make the code under test behave as if it asked less, or in another order. */
final class BrokenRpcs {
    private BrokenRpcs() {}

    static SolanaRpc withoutHistory(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                return super.getSignatureStatuses(signatures, false);
            }
        };
    }

    static SolanaRpc expiredAtConfirmed(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public EpochInfo getEpochInfo(ReadAt readAt) {
                return super.getEpochInfo(ReadAt.CONFIRMED);
            }
        };
    }

    /** The absence is judged by what was answered before the height was asked. */
    static SolanaRpc heightAfterStatus(SolanaRpc real) {
        return new ForwardingRpc(real) {
            private @Nullable SignatureStatuses before;
            private Set<TransactionSignature> askedBefore = Set.of();
            private boolean heightAsked;

            @Override
            public EpochInfo getEpochInfo(ReadAt readAt) {
                heightAsked = true;
                return super.getEpochInfo(readAt);
            }

            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                if (heightAsked && before != null && askedBefore.containsAll(signatures)) {
                    heightAsked = false;
                    return copy(signatures, before, Long.MAX_VALUE, null);
                }
                heightAsked = false;
                before = super.getSignatureStatuses(signatures, search);
                askedBefore = Set.copyOf(signatures);
                return before;
            }
        };
    }

    static SolanaRpc failedBeforeFinality(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                SignatureStatuses statuses = super.getSignatureStatuses(signatures, search);
                return copy(signatures, statuses, statuses.contextSlot(), true);
            }
        };
    }

    static SolanaRpc confirmedIsFinal(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                SignatureStatuses statuses = super.getSignatureStatuses(signatures, search);
                return copy(signatures, statuses, statuses.contextSlot(), false);
            }
        };
    }

    static SolanaRpc slotIgnored(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                return copy(signatures, super.getSignatureStatuses(signatures, search), Long.MAX_VALUE, null);
            }
        };
    }

    /** An endpoint that does not answer is taken for one that agrees. */
    static SolanaRpc silenceAgrees(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public EpochInfo getEpochInfo(ReadAt readAt) {
                try {
                    return super.getEpochInfo(readAt);
                } catch (RpcException silent) {
                    return new EpochInfo(0, Long.MAX_VALUE, 0, 0, 1);
                }
            }

            @Override
            public SignatureStatuses getSignatureStatuses(List<TransactionSignature> signatures, boolean search) {
                try {
                    return super.getSignatureStatuses(signatures, search);
                } catch (RpcException silent) {
                    return new SignatureStatuses(Long.MAX_VALUE, signatures, Map.of());
                }
            }

            @Override
            public long getFirstAvailableBlock() {
                try {
                    return super.getFirstAvailableBlock();
                } catch (RpcException silent) {
                    return 0;
                }
            }
        };
    }

    static SolanaRpc historyHasNoBeginning(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public long getFirstAvailableBlock() {
                return 0;
            }
        };
    }

    /** The second endpoint says nothing of its own about a blockhash. */
    static SolanaRpc noWitness(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt) {
                return new AtSlot<>(Long.MAX_VALUE, true);
            }

            @Override
            public long getBlockHeight(ReadAt readAt) {
                Long least = readAt.minContextSlot();
                return least != null && least == Long.MAX_VALUE ? 0 : super.getBlockHeight(readAt);
            }
        };
    }

    /** Whatever the first endpoint says of a transaction, the others say too. */
    static Protocol.Given noSecondOpinion(Protocol.Given given) {
        AtomicReference<SimulationResult> last = new AtomicReference<>(new SimulationResult(0, null, List.of(), 0));
        List<SolanaRpc> endpoints = new ArrayList<>();
        for (SolanaRpc endpoint : given.endpoints()) {
            boolean isFirst = endpoints.isEmpty();
            endpoints.add(new ForwardingRpc(endpoint) {
                @Override
                public SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt) {
                    if (isFirst) {
                        last.set(super.simulateUnsigned(message, readAt));
                    }
                    return Objects.requireNonNull(last.get());
                }
            });
        }
        return new Protocol.Given(given.store(), endpoints, given.millis());
    }

    /** Every transaction is said to succeed. */
    static SolanaRpc withoutSimulation(SolanaRpc real) {
        return new ForwardingRpc(real) {
            @Override
            public SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt) {
                SimulationResult result = super.simulateUnsigned(message, readAt);
                return new SimulationResult(result.contextSlot(), null, List.of(), 10_000);
            }
        };
    }

    /** @param failedIsFinal which statuses are said to be final though they may not be; null for none */
    private static SignatureStatuses copy(
            List<TransactionSignature> signatures,
            SignatureStatuses statuses,
            long contextSlot,
            @Nullable Boolean failedIsFinal) {
        Map<TransactionSignature, SignatureStatus> found = new HashMap<>();
        for (TransactionSignature signature : signatures) {
            SignatureStatus status = statuses.of(signature);
            if (status != null) {
                boolean upgraded = failedIsFinal != null
                        && status.hasFailed() == failedIsFinal
                        && (status.hasFailed() || status.isAtLeastConfirmed());
                found.put(
                        signature,
                        upgraded ? new SignatureStatus(status.slot(), Commitment.FINALIZED, status.error()) : status);
            }
        }
        return new SignatureStatuses(contextSlot, signatures, found);
    }
}
