package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Commitment;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.PrioritizationFee;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcError;
import network.peer.chain.rpc.RpcFailures;
import network.peer.chain.rpc.SignatureInfo;
import network.peer.chain.rpc.SignatureStatus;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.SubmitOutcome;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.simulation.SimulatedChain.Block;
import network.peer.chain.tx.Blockhash;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.TransactionMessage;
import network.peer.settlement.SignedBytes;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import network.peer.token.TransactionSignature;

/** One endpoint over the simulated chain, with the faults that it has at the moment. */
final class SimulatedRpc implements SolanaRpc {
    private static final long UNITS_PER_STEP = 1_000;

    private final Endpoint endpoint;
    private final Ports ports;
    private final Faults faults;
    private final SimulatedChain chain;
    private final Scheduler scheduler;

    SimulatedRpc(Endpoint endpoint, Ports ports, Faults faults, SimulatedChain chain, Scheduler scheduler) {
        this.endpoint = endpoint;
        this.ports = ports;
        this.faults = faults;
        this.chain = chain;
        this.scheduler = scheduler;
    }

    @Override
    public String endpoint() {
        return endpoint.name();
    }

    @Override
    public long getSlot(ReadAt readAt) {
        return ask("getSlot", view -> tip(view, readAt).slot());
    }

    @Override
    public long getBlockHeight(ReadAt readAt) {
        return ask("getBlockHeight", view -> tip(view, readAt).height());
    }

    @Override
    public EpochInfo getEpochInfo(ReadAt readAt) {
        return ask("getEpochInfo", view -> {
            Block tip = tip(view, readAt);
            long ahead = endpoint.lie() == Endpoint.Lie.DENIES ? 1_000_000 : 0;
            return new EpochInfo(tip.slot(), tip.height() + ahead, 0, tip.slot(), 432_000);
        });
    }

    @Override
    public long getFirstAvailableBlock() {
        return ask(
                "getFirstAvailableBlock",
                view -> endpoint.lie() == Endpoint.Lie.DENIES ? 0 : endpoint.firstAvailableSlot());
    }

    @Override
    public LatestBlockhash getLatestBlockhash(ReadAt readAt) {
        return ask("getLatestBlockhash", view -> {
            Block tip = tip(view, readAt);
            return new LatestBlockhash(
                    Blockhash.of(tip.hash().array()),
                    tip.height() + Simulation.LIFETIME_BLOCKS + endpoint.lieAboutHeights(),
                    tip.slot() + endpoint.lieAboutSlots());
        });
    }

    @Override
    public AtSlot<Boolean> isBlockhashValid(Blockhash blockhash, ReadAt readAt) {
        return ask("isBlockhashValid", view -> {
            Block tip = tip(view, readAt);
            long height = view.heightOf(ByteBuffer.wrap(blockhash.bytes()));
            boolean known = height >= 0 && height <= tip.height();
            return new AtSlot<>(tip.slot(), known && tip.height() <= height + Simulation.LIFETIME_BLOCKS);
        });
    }

    @Override
    public SignatureStatuses getSignatureStatuses(
            List<TransactionSignature> signatures, boolean searchTransactionHistory) {
        return ask("getSignatureStatuses", view -> {
            Map<TransactionSignature, SignatureStatus> found = new HashMap<>();
            long contextSlot = view.tip(Commitment.PROCESSED).slot();
            for (TransactionSignature signature : signatures) {
                switch (endpoint.lie()) {
                    case DENIES -> {}
                    case AFFIRMS -> found.put(signature, new SignatureStatus(contextSlot, Commitment.FINALIZED, null));
                    case ACCUSES ->
                        found.put(
                                signature, new SignatureStatus(contextSlot, Commitment.FINALIZED, "\"AccountInUse\""));
                    default -> {
                        View.Found where = view.find(ByteBuffer.wrap(signature.bytes()));
                        if (where != null && endpoint.knows(where, searchTransactionHistory, view)) {
                            found.put(
                                    signature,
                                    new SignatureStatus(
                                            where.block().slot(),
                                            where.commitment(),
                                            where.landed().error()));
                        }
                    }
                }
            }
            ports.note(() -> endpoint.name() + " knows " + new TreeMap<>(named(found)));
            return new SignatureStatuses(contextSlot, signatures, found);
        });
    }

    private static Map<String, SignatureStatus> named(Map<TransactionSignature, SignatureStatus> found) {
        return found.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().base58().substring(0, 8), Map.Entry::getValue));
    }

    @Override
    public SimulationResult simulateUnsigned(TransactionMessage message, ReadAt readAt) {
        return ask("simulateTransaction", view -> {
            Block tip = tip(view, readAt);
            WireTransaction transaction = WireTransaction.read(message.unsignedWire());
            if (endpoint.lie() == Endpoint.Lie.ACCUSES) {
                String accused =
                        "{\"InstructionError\":[" + (transaction.steps().size() - 1) + ",{\"Custom\":1}]}";
                return new SimulationResult(tip.slot(), accused, List.of(), 0);
            }
            Tokens.Outcome outcome = tip.tokens().execute(transaction, tip.height());
            if (Poison.isIn(outcome.error())) {
                faults.struck(Fault.POISONED);
            }
            return new SimulationResult(
                    tip.slot(), outcome.error(), List.of(), transaction.steps().size() * UNITS_PER_STEP);
        });
    }

    @Override
    public AtSlot<Map<PublicKey, TokenAccount>> getTokenAccounts(List<PublicKey> tokenAccounts, ReadAt readAt) {
        return ask("getTokenAccounts", view -> {
            Block tip = tip(view, readAt);
            Map<PublicKey, TokenAccount> found = new HashMap<>();
            for (PublicKey account : tokenAccounts) {
                Optional.ofNullable(tip.tokens().account(account))
                        .flatMap(TokenAccount::of)
                        .ifPresent(opened -> found.put(account, opened));
            }
            return new AtSlot<>(tip.slot(), found);
        });
    }

    @Override
    public List<PrioritizationFee> getRecentPrioritizationFees(List<PublicKey> writableAccounts) {
        return ask("getRecentPrioritizationFees", view -> List.of());
    }

    @Override
    public SubmitOutcome send(SignedTransaction transaction, boolean skipPreflight) {
        return ports.call(Beat.SEND, () -> endpoint.name() + " send " + transaction.signature(), () -> {
            SignedBytes wire = new SignedBytes(transaction.wire());
            WireTransaction read = WireTransaction.read(wire.toArray());
            if (endpoint.isStormy()) {
                faults.struck(Fault.STORM);
                return new SubmitOutcome.Unknown("HTTP 429");
            }
            if (endpoint.lie() != Endpoint.Lie.NONE) {
                faults.struck(Fault.LYING);
                if (faults.dice().chance(0.5)) {
                    return new SubmitOutcome.Accepted(transaction.signature());
                }
            }
            return carry(transaction, wire, read);
        });
    }

    private SubmitOutcome carry(SignedTransaction transaction, SignedBytes wire, WireTransaction read) {
        SubmitOutcome accepted = new SubmitOutcome.Accepted(transaction.signature());
        Dice dice = faults.dice();
        Fault fate = faults.fateOf(read);
        if (fate != null && dice.chance(0.95)) {
            faults.struck(fate);
            faults.begin(fate, read);
            switch (fate) {
                case LAST_BLOCK -> chain.deliverAtTheLast(wire, read);
                case LATE_LANDING -> chain.deliverLate(wire, read, dice.between(4, Simulation.LIFETIME_BLOCKS + 3));
                default -> {
                    return dice.chance(0.5) ? accepted : new SubmitOutcome.Unknown("request timed out");
                }
            }
            return accepted;
        }
        chain.deliver(wire, read, dice.between(1, 3));
        if (strikes(Fault.DUPLICATE, 0.25, read)) {
            chain.deliver(wire, read, dice.between(1, 3));
            chain.deliver(wire, read, dice.between(1, Simulation.LIFETIME_BLOCKS));
        }
        if (strikes(Fault.LANDED_TIMEOUT, 0.25, read)) {
            return new SubmitOutcome.Unknown("request timed out");
        }
        if (strikes(Fault.LANDED_RESET, 0.25, read)) {
            return new SubmitOutcome.Unknown("connection reset");
        }
        if (strikes(Fault.LANDED_NULL, 0.25, read)) {
            return new SubmitOutcome.Unknown("the node answered null");
        }
        if (strikes(Fault.LANDED_ERROR, 0.25, read)) {
            return new SubmitOutcome.Unknown(dice.chance(0.5) ? "BlockhashNotFound" : "AlreadyProcessed");
        }
        return accepted;
    }

    private boolean strikes(Fault fault, double probability, WireTransaction transaction) {
        if (!faults.strikes(fault, probability)) {
            return false;
        }
        faults.begin(fault, transaction);
        return true;
    }

    private <T> T ask(String method, Function<View, T> answer) {
        Beat beat = scheduler.running().isTracker ? Beat.RECORD : Beat.SIGN;
        return ports.call(beat, () -> endpoint.name() + " " + method, () -> {
            if (endpoint.isStormy()) {
                faults.struck(Fault.STORM);
                throw RpcFailures.unavailable(method, endpoint.name(), "HTTP 429");
            }
            if (endpoint.lie() != Endpoint.Lie.NONE) {
                faults.struck(Fault.LYING);
            }
            View frozen = endpoint.frozenView();
            // Behind one address stand several nodes, and not all of them lag.
            if (frozen != null && faults.dice().chance(0.7)) {
                faults.struck(Fault.LAGGING);
                return answer.apply(frozen);
            }
            return answer.apply(chain.view());
        });
    }

    private Block tip(View view, ReadAt readAt) {
        Block tip = view.tip(readAt.commitment());
        Long least = readAt.minContextSlot();
        if (least != null && tip.slot() < least && endpoint.lie() == Endpoint.Lie.NONE) {
            throw RpcFailures.error(
                    "read", endpoint.name(), RpcError.MIN_CONTEXT_SLOT_NOT_REACHED, "minimum context slot not reached");
        }
        return tip;
    }

    @Override
    public String getGenesisHash() {
        throw notUsed();
    }

    @Override
    public void getHealth() {
        throw notUsed();
    }

    @Override
    public SimulationResult simulateTransaction(SignedTransaction transaction, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public Optional<AccountInfo> getAccountInfo(PublicKey address, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public AtSlot<Map<PublicKey, AccountInfo>> getMultipleAccounts(List<PublicKey> addresses, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public AtSlot<TokenAmount> getTokenSupply(PublicKey ofMint, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public AtSlot<Long> getBalanceLamports(PublicKey address, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public long getMinimumBalanceForRentExemption(long dataLengthBytes) {
        throw notUsed();
    }

    @Override
    public TransactionSignature requestAirdrop(PublicKey address, long lamports) {
        throw notUsed();
    }

    @Override
    public List<SignatureInfo> getSignaturesForAddress(
            PublicKey address, Optional<TransactionSignature> before, int limit, ReadAt readAt) {
        throw notUsed();
    }

    @Override
    public Optional<LandedTransaction> getTransaction(TransactionSignature signature, Commitment commitment) {
        throw notUsed();
    }

    private static UnsupportedOperationException notUsed() {
        return new UnsupportedOperationException("settlement does not ask this");
    }
}
