package network.peer.chain.node;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import network.peer.BusinessException;
import network.peer.ErrorCode;
import network.peer.chain.conservation.ConservationChecker;
import network.peer.chain.conservation.UncertainLandingException;
import network.peer.chain.costs.FeePayers;
import network.peer.chain.rpc.RpcException;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.ChainGate;
import network.peer.settlement.ChainStatus;
import network.peer.settlement.Conservation;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.FeePayer;
import network.peer.settlement.PauseScope;
import network.peer.settlement.SettlementStore;
import network.peer.wallet.Wallets;

/** The chain module's face to the others; runs outside transactions, since it asks the chain. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ChainGateBean implements ChainGate {
    private static final Logger LOGGER = System.getLogger(ChainGateBean.class.getName());

    @Inject
    private ChainConnection connection;

    @Inject
    private SettlementStore store;

    @Inject
    private Wallets wallets;

    @Inject
    private Conservation books;

    @Inject
    private ChainBooks chainBooks;

    @Override
    public ChainStatus status() {
        return connection.status();
    }

    @Override
    public List<String> endpointNames() {
        return connection.endpointNames();
    }

    @Override
    public ConservationReport checkConservation() {
        OpenChain chain = open();
        ConservationChecker checker = new ConservationChecker(
                store,
                wallets,
                books,
                chain.endpoints().preferred(),
                chain.endpoints().all(),
                chain.mint());
        try {
            ConservationReport report = checker.check();
            books.record(report);
            if (!report.holds()) {
                alarm(report);
            }
            return report;
        } catch (RpcException | UncertainLandingException unreadable) {
            throw unavailable(unreadable);
        }
    }

    @Override
    public List<FeePayer> feePayers() {
        OpenChain chain = open();
        try {
            return new FeePayers(chainBooks, chain.endpoints(), chain.keystore()).status();
        } catch (RpcException unreadable) {
            throw unavailable(unreadable);
        }
    }

    private OpenChain open() {
        return connection
                .open()
                .orElseThrow(
                        () -> new BusinessException(ErrorCode.UNAVAILABLE, "the chain is not open; see readiness"));
    }

    private static BusinessException unavailable(RuntimeException unreadable) {
        return new BusinessException(
                ErrorCode.UNAVAILABLE, "the chain cannot be read: " + unreadable.getMessage(), unreadable);
    }

    private void alarm(ConservationReport report) {
        LOGGER.log(
                Level.ERROR,
                "PEER-SET-007 chain and books differ, lanes paused slot={0} supply={1} expected={2} wallets={3}",
                Long.toString(report.slot()),
                report.supplyBaseUnits().toString(),
                report.expectedSupplyBaseUnits().toString(),
                report.differences());
        store.pause(PauseScope.ALL, "PEER-SET-007: chain and books differ at slot " + report.slot());
    }
}
