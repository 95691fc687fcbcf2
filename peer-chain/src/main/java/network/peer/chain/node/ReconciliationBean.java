package network.peer.chain.node;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.chain.conservation.Reconciler;
import network.peer.chain.conservation.UncertainLandingException;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.Reconciliation;
import network.peer.settlement.ReconciliationStore;
import network.peer.settlement.ReconciliationStore.Run;
import network.peer.settlement.SettlementStore;
import org.jspecify.annotations.Nullable;

/** Reconciliation for the batch module; outside transactions, since it asks the chain. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ReconciliationBean implements Reconciliation {
    @Inject
    private ChainConnection connection;

    @Inject
    private ReconciliationStore store;

    @Inject
    private SettlementStore settlement;

    @Override
    public Optional<Run> compareNext(UUID runId) {
        return withChain(reconciler -> reconciler.compareNext(runId));
    }

    @Override
    public Run end(UUID runId) {
        return withChain(reconciler -> reconciler.end(runId));
    }

    /** A node that does not answer rests, and another one is asked; none twice. */
    private <T> T withChain(Function<Reconciler, T> step) {
        OpenChain chain = connection
                .open()
                .orElseThrow(
                        () -> new BusinessException(ErrorCode.UNAVAILABLE, "the chain is not open; see readiness"));
        @Nullable RpcException unreadable = null;
        for (int tries = 0; tries < chain.endpoints().all().size(); tries++) {
            SolanaRpc rpc = chain.endpoints().preferred();
            try {
                return step.apply(
                        new Reconciler(store, settlement, rpc, chain.endpoints().all(), chain.mint()));
            } catch (RpcException failure) {
                chain.endpoints().failed(rpc, failure);
                unreadable = failure;
            } catch (UncertainLandingException uncertain) {
                throw new BusinessException(
                        ErrorCode.UNAVAILABLE,
                        "chain and books cannot be compared: " + uncertain.getMessage(),
                        uncertain);
            }
        }
        throw new BusinessException(
                ErrorCode.UNAVAILABLE,
                "the chain cannot be read: "
                        + Objects.requireNonNull(unreadable).getMessage(),
                unreadable);
    }
}
