package network.peer.chain.tx;

import java.util.List;
import java.util.stream.Collectors;
import network.peer.token.PublicKey;

/**
 * How a message names its accounts.
 *
 * @param tables of version 0 only; an account that several of them hold is looked up in the first
 */
public record MessageForm(MessageVersion version, List<LookupTable> tables) {
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
        RunningSize size = new RunningSize(feePayer, available, MessageVersion.LEGACY);
        size.add(instructions);
        return size.form();
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
