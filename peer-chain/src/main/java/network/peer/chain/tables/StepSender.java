package network.peer.chain.tables;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import network.peer.chain.keys.Signer;
import network.peer.chain.outbox.LaneFaultException;
import network.peer.chain.outbox.WitnessedBlockhash;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LookupTableInstructions;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.chain.tx.TransactionSizer;
import network.peer.settlement.LookupTableStep;
import network.peer.settlement.LookupTableStep.Kind;
import network.peer.settlement.LookupTableStore;
import network.peer.settlement.StoredLookupTable;
import network.peer.token.PublicKey;

/** Sends what brings a table one step further: stored before it is sent, sent once, and looked for on chain by others. */
final class StepSender {
    private static final Logger LOGGER = System.getLogger(StepSender.class.getName());

    /**
     * Not {@code P1}, which marks attempts: whoever rebuilds them from the chain must not take these for payments, nor
     * read each of them to find that out.
     */
    private static final String MEMO_VERSION = "T1";

    private final LookupTableStore store;
    private final Endpoints endpoints;
    private final WitnessedBlockhash blockhashes;
    private final Signer authority;
    private final NetworkLimits limits;

    StepSender(LookupTableStore store, Endpoints endpoints, Signer authority, NetworkLimits limits) {
        this.store = store;
        this.endpoints = endpoints;
        this.blockhashes = new WitnessedBlockhash(endpoints, limits);
        this.authority = authority;
        this.limits = limits;
    }

    /**
     * Simulates, signs, stores the step and sends it, once.
     *
     * @return false if it would fail, or no blockhash can be believed, and so was not sent
     * @throws RpcException if the node does not answer
     */
    boolean begin(StoredLookupTable table, Kind kind, Instruction instruction) {
        SolanaRpc rpc = endpoints.preferred();
        try {
            return begin(rpc, table, kind, instruction);
        } catch (LaneFaultException implausible) {
            wouldFail(table, kind, String.valueOf(implausible.getMessage()));
            return false;
        } catch (RpcException failure) {
            endpoints.failed(rpc, failure);
            throw failure;
        }
    }

    /** As many of the addresses as one transaction can append. */
    List<PublicKey> fitting(StoredLookupTable table, List<PublicKey> addresses) {
        List<PublicKey> fitting = addresses;
        while (!fits(table, fitting)) {
            fitting = fitting.subList(0, fitting.size() - 1);
        }
        return fitting;
    }

    private boolean fits(StoredLookupTable table, List<PublicKey> addresses) {
        PublicKey payer = authority.publicKey();
        return new TransactionSizer(limits, MessageVersion.LEGACY, payer)
                .tryAdd(List.of(
                        memo(Kind.EXTEND), LookupTableInstructions.extend(table.address(), payer, payer, addresses)));
    }

    private boolean begin(SolanaRpc rpc, StoredLookupTable table, Kind kind, Instruction instruction) {
        LatestBlockhash blockhash = blockhashes.from(rpc, ReadAt.CONFIRMED);
        TransactionMessage message = TransactionMessage.of(
                MessageVersion.LEGACY,
                authority.publicKey(),
                blockhash.blockhash(),
                List.of(memo(kind), instruction),
                limits);
        String error = rpc.simulateUnsigned(message, ReadAt.CONFIRMED).error();
        if (error != null) {
            wouldFail(table, kind, error);
            return false;
        }
        SignedTransaction transaction = SignedTransaction.sign(message, List.of(authority));
        LookupTableStep step = new LookupTableStep(
                kind, transaction.signature(), blockhash.contextSlot(), blockhash.lastValidBlockHeight());
        if (!store.begin(table.address(), table.state(), table.step(), step)) {
            return true;
        }
        SubmitOutcome outcome = endpoints.send(rpc, transaction);
        LOGGER.log(
                Level.INFO,
                "lookup table step sent table={0} step={1} signature={2} outcome={3}",
                table.address(),
                kind,
                step.signature(),
                outcome);
        return true;
    }

    private static void wouldFail(StoredLookupTable table, Kind kind, String cause) {
        LOGGER.log(
                Level.WARNING,
                "PEER-SET-023 a step of a lookup table would fail, will retry table={0} step={1} cause={2}",
                table.address(),
                kind,
                cause);
    }

    private static Instruction memo(Kind kind) {
        return MemoInstructions.memo(MEMO_VERSION + " " + kind.name().toLowerCase(Locale.ROOT));
    }
}
