package network.peer.chain.tx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import network.peer.token.PublicKey;

/**
 * How a message names its accounts.
 *
 * @param tables of version 0 only; an account that several of them hold is looked up in the first
 */
public record MessageForm(MessageVersion version, List<LookupTable> tables) {
    /** A table costs 32 bytes for its address and two for its lengths, and saves 31 for each account. */
    private static final int FEWEST_ACCOUNTS_A_TABLE = 2;

    public MessageForm {
        tables = List.copyOf(tables);
        if (version == MessageVersion.LEGACY && !tables.isEmpty()) {
            throw new IllegalArgumentException("a legacy message has no lookup tables");
        }
    }

    public static MessageForm of(MessageVersion version) {
        return new MessageForm(version, List.of());
    }

    /** Through those of the tables that make the message smaller; legacy if none does. */
    public static MessageForm smallest(
            PublicKey feePayer, List<Instruction> instructions, List<LookupTable> available) {
        if (available.isEmpty()) {
            return of(MessageVersion.LEGACY);
        }
        Set<PublicKey> left = new HashSet<>(MessageAccounts.thatMayBeLookedUp(feePayer, instructions));
        List<LookupTable> unused = new ArrayList<>(available);
        List<LookupTable> used = new ArrayList<>();
        Optional<LookupTable> next = mostOf(left, unused);
        while (next.isPresent()) {
            LookupTable table = next.get();
            left.removeIf(table::holds);
            unused.remove(table);
            used.add(table);
            next = mostOf(left, unused);
        }
        return used.isEmpty() ? of(MessageVersion.LEGACY) : new MessageForm(MessageVersion.V0, used);
    }

    private static Optional<LookupTable> mostOf(Set<PublicKey> accounts, List<LookupTable> tables) {
        record Held(LookupTable table, long count) {}
        return tables.stream()
                .map(table ->
                        new Held(table, accounts.stream().filter(table::holds).count()))
                .filter(held -> held.count() >= FEWEST_ACCOUNTS_A_TABLE)
                .max(Comparator.comparing(Held::count)
                        .thenComparing(held -> held.table().address().base58()))
                .map(Held::table);
    }

    @Override
    public String toString() {
        return tables.isEmpty()
                ? version.toString()
                : tables.stream()
                        .map(table -> table.address().base58())
                        .collect(Collectors.joining(",", version + "[", "]"));
    }
}
