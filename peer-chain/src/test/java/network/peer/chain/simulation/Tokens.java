package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.simulation.WireTransaction.Step;
import network.peer.chain.tx.Programs;
import network.peer.token.PublicKey;
import org.jspecify.annotations.Nullable;

/** The token accounts as of one block; never changed once the block is made. */
final class Tokens {
    private static final int LENGTH = 165;
    private static final int STATE_OFFSET = 108;
    private static final byte INITIALIZED = 1;
    private static final String NO_ACCOUNT = "\"InvalidAccountData\"";
    private static final String WRONG_AUTHORITY = "{\"Custom\":4}";
    private static final String TOO_FEW = "{\"Custom\":1}";

    private final PublicKey mint;
    private final PublicKey mintAuthority;
    private final List<Poison> poisons;
    private final Set<PublicKey> withLamports;
    private final Map<PublicKey, PublicKey> owners;
    private final Map<PublicKey, Long> balances;

    /** @param withLamports token accounts to which somebody has sent lamports, opened or not */
    Tokens(PublicKey mint, PublicKey mintAuthority, List<Poison> poisons, Set<PublicKey> withLamports) {
        this(mint, mintAuthority, poisons, withLamports, Map.of(), Map.of());
    }

    private Tokens(
            PublicKey mint,
            PublicKey mintAuthority,
            List<Poison> poisons,
            Set<PublicKey> withLamports,
            Map<PublicKey, PublicKey> owners,
            Map<PublicKey, Long> balances) {
        this.mint = mint;
        this.mintAuthority = mintAuthority;
        this.poisons = poisons;
        this.withLamports = withLamports;
        this.owners = new HashMap<>(owners);
        this.balances = new HashMap<>(balances);
    }

    /** What a transaction does: its error as the RPC writes it, or the accounts after it. */
    record Outcome(Tokens after, @Nullable String error) {}

    /** @param height of the block in which it is executed */
    Outcome execute(WireTransaction transaction, long height) {
        Tokens after = new Tokens(mint, mintAuthority, poisons, withLamports, owners, balances);
        for (Step step : transaction.steps()) {
            String error = after.poisonOf(step, height);
            error = error == null ? after.apply(step) : error;
            if (error != null) {
                return new Outcome(this, "{\"InstructionError\":[" + step.index() + "," + error + "]}");
            }
        }
        return new Outcome(after, null);
    }

    /** As a node shows it. */
    @Nullable
    AccountInfo account(PublicKey address) {
        PublicKey owner = owners.get(address);
        if (owner == null) {
            return withLamports.contains(address) ? new AccountInfo(Programs.SYSTEM, 1, false, new byte[0]) : null;
        }
        byte[] data = ByteBuffer.allocate(LENGTH)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(mint.bytes())
                .put(owner.bytes())
                .putLong(balance(address))
                .put(STATE_OFFSET, INITIALIZED)
                .array();
        return new AccountInfo(Programs.TOKEN_2022, 1, false, data);
    }

    long balance(PublicKey account) {
        return balances.getOrDefault(account, 0L);
    }

    Map<PublicKey, Long> balances() {
        return balances;
    }

    private @Nullable String poisonOf(Step step, long height) {
        for (Poison poison : poisons) {
            boolean isCredited = poison.account().equals(step.to());
            boolean isCreated = isCredited && step.kind() == WireTransaction.Kind.CREATE;
            boolean isMoved = (isCredited && !isCreated) || poison.account().equals(step.from());
            boolean touches = poison.how() == Poison.How.TAKEN ? isCreated : isMoved;
            if (touches && poison.isAt(height)) {
                return poison.how().error();
            }
        }
        return null;
    }

    private @Nullable String apply(Step step) {
        return switch (step.kind()) {
            case NOTHING, MEMO -> null;
            case CREATE -> {
                PublicKey account = Objects.requireNonNull(step.to());
                owners.putIfAbsent(account, Objects.requireNonNull(step.authority()));
                balances.putIfAbsent(account, 0L);
                yield null;
            }
            case MINT -> {
                if (!mintAuthority.equals(step.authority()) || !step.authoritySigned()) {
                    yield WRONG_AUTHORITY;
                }
                yield credit(step);
            }
            case TRANSFER -> {
                String error = debit(step);
                yield error == null ? credit(step) : error;
            }
            case BURN -> debit(step);
        };
    }

    private @Nullable String debit(Step step) {
        PublicKey from = Objects.requireNonNull(step.from());
        Long balance = balances.get(from);
        if (balance == null || !mint.equals(step.mint())) {
            return NO_ACCOUNT;
        }
        if (!Objects.equals(owners.get(from), step.authority()) || !step.authoritySigned()) {
            return WRONG_AUTHORITY;
        }
        if (balance < step.amount()) {
            return TOO_FEW;
        }
        balances.put(from, balance - step.amount());
        return null;
    }

    private @Nullable String credit(Step step) {
        PublicKey to = Objects.requireNonNull(step.to());
        return mint.equals(step.mint())
                        && balances.computeIfPresent(to, (account, held) -> held + step.amount()) != null
                ? null
                : NO_ACCOUNT;
    }
}
