package network.peer.chain.recovery;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import network.peer.chain.outbox.Memo;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.LandedTransaction;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.ComputeBudgetInstructions;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.LandedMessage;
import network.peer.chain.tx.MemoInstructions;
import network.peer.chain.tx.Programs;
import network.peer.settlement.LandedAttempt;
import network.peer.settlement.LandedAttempt.MovedLeg;
import network.peer.settlement.LandedAttempt.Movement;
import network.peer.settlement.LaneWork;
import network.peer.settlement.Leg;
import network.peer.settlement.SignedBytes;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/** Reads from a transaction's instructions what it was meant to pay; never from logs, which anybody can imitate. */
final class AttemptReader {
    private static final int TRANSFER_CHECKED = 12;
    private static final int MINT_TO_CHECKED = 14;
    private static final int BURN_CHECKED = 15;
    private static final int AMOUNT_OFFSET = 1;
    private static final int CHECKED_LENGTH = 10;

    private final Endpoints endpoints;
    private final PublicKey mint;

    AttemptReader(Endpoints endpoints, PublicKey mint) {
        this.endpoints = endpoints;
        this.mint = mint;
    }

    /** Empty if it is no transaction of ours by its form. */
    Optional<LandedAttempt> read(LandedTransaction landed, LaneWork work) {
        LandedMessage message = LandedMessage.read(landed.wire(), landed.loadedAddresses());
        Map<PublicKey, PublicKey> owners = owners(message);
        List<Movement> movements = new ArrayList<>();
        List<MovedLeg> legs = new ArrayList<>();
        Memo.Content memo = null;
        String firstMemo = null;
        for (Instruction instruction : message.instructions()) {
            Optional<String> text = MemoInstructions.text(instruction);
            if (text.isPresent()) {
                Optional<Memo.Content> next = Memo.parse(text.get());
                if (next.isEmpty()) {
                    return Optional.empty();
                }
                if (memo != null) {
                    movements.add(movement(memo, legs));
                    legs.clear();
                }
                memo = next.get();
                firstMemo = firstMemo == null ? text.get() : firstMemo;
            } else if (instruction.program().equals(Programs.TOKEN_2022)) {
                Optional<MovedLeg> leg = leg(instruction, owners);
                if (leg.isEmpty() || memo == null) {
                    return Optional.empty();
                }
                legs.add(leg.get());
            }
        }
        if (memo == null || firstMemo == null) {
            return Optional.empty();
        }
        movements.add(movement(memo, legs));
        Long seconds = landed.blockTimeSeconds();
        return Optional.of(new LandedAttempt(
                landed.signature(),
                new SignedBytes(landed.wire()),
                work,
                firstMemo,
                message.blockhash().base58(),
                landed.slot(),
                seconds == null ? null : Instant.ofEpochSecond(seconds),
                landed.error(),
                ComputeBudgetInstructions.computeUnitLimit(message.instructions()),
                ComputeBudgetInstructions.computeUnitPrice(message.instructions()),
                movements));
    }

    private static Movement movement(Memo.Content memo, List<MovedLeg> legs) {
        return new Movement(memo.kind(), memo.batchKey(), memo.batchNumber(), memo.attemptNumber(), legs);
    }

    private Optional<MovedLeg> leg(Instruction instruction, Map<PublicKey, PublicKey> owners) {
        byte[] data = instruction.data();
        if (data.length != CHECKED_LENGTH || !mintOf(instruction, data[0]).equals(Optional.of(mint))) {
            return Optional.empty();
        }
        TokenAmount amount = new TokenAmount(
                ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(AMOUNT_OFFSET));
        return switch (data[0]) {
            case MINT_TO_CHECKED ->
                Optional.of(
                        new MovedLeg(Leg.Instruction.MINT, Optional.empty(), owner(instruction, 1, owners), amount));
            case TRANSFER_CHECKED ->
                Optional.of(new MovedLeg(
                        Leg.Instruction.TRANSFER,
                        Optional.of(account(instruction, 3)),
                        owner(instruction, 2, owners),
                        amount));
            case BURN_CHECKED ->
                Optional.of(new MovedLeg(
                        Leg.Instruction.BURN, Optional.of(account(instruction, 2)), Optional.empty(), amount));
            default -> Optional.empty();
        };
    }

    private static Optional<PublicKey> mintOf(Instruction instruction, byte tag) {
        int position = tag == MINT_TO_CHECKED ? 0 : 1;
        int needed = tag == TRANSFER_CHECKED ? 4 : 3;
        return instruction.accounts().size() < needed ? Optional.empty() : Optional.of(account(instruction, position));
    }

    private static Optional<PublicKey> owner(Instruction instruction, int position, Map<PublicKey, PublicKey> owners) {
        return Optional.ofNullable(owners.get(account(instruction, position)));
    }

    private static PublicKey account(Instruction instruction, int position) {
        return instruction.accounts().get(position).address();
    }

    /** Which wallet each credited token account belongs to: the one it was created for, else as the chain has it. */
    private Map<PublicKey, PublicKey> owners(LandedMessage message) {
        Map<PublicKey, PublicKey> owners = new HashMap<>();
        Set<PublicKey> others = new TreeSet<>();
        for (Instruction instruction : message.instructions()) {
            if (instruction.program().equals(Programs.ASSOCIATED_TOKEN)
                    && instruction.accounts().size() > 2) {
                owners.put(account(instruction, 1), account(instruction, 2));
            } else if (instruction.program().equals(Programs.TOKEN_2022)
                    && instruction.accounts().size() > 2) {
                others.add(account(instruction, 1));
                others.add(account(instruction, 2));
            }
        }
        others.removeAll(owners.keySet());
        others.remove(mint);
        message.signers().forEach(others::remove);
        List<PublicKey> asked = new ArrayList<>(others);
        for (int from = 0; from < asked.size(); from += SolanaRpc.MAX_ACCOUNTS_PER_CALL) {
            List<PublicKey> page = asked.subList(from, Math.min(asked.size(), from + SolanaRpc.MAX_ACCOUNTS_PER_CALL));
            for (SolanaRpc rpc : endpoints.all()) {
                rpc.getTokenAccounts(page, ReadAt.FINALIZED).value().forEach((account, found) -> {
                    if (isAssociated(account, found.wallet())) {
                        owners.put(account, found.wallet());
                    }
                });
            }
        }
        return owners;
    }

    /** The address proves whose it is, whoever says so: what one endpoint hides another shows, and none can invent it. */
    private boolean isAssociated(PublicKey account, PublicKey wallet) {
        return AssociatedTokenAccounts.address(wallet, mint).equals(account);
    }
}
