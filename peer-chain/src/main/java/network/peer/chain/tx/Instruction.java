package network.peer.chain.tx;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import network.peer.token.PublicKey;

/** One call of a program: its accounts in the program's order, and its data. Immutable. */
public final class Instruction {
    private final PublicKey program;
    private final List<AccountMeta> accounts;
    private final byte[] data;
    private final int traceEntries;

    public Instruction(PublicKey program, List<AccountMeta> accounts, byte[] data) {
        this(program, accounts, data, 1);
    }

    /** @param traceEntries how many entries of the instruction trace it takes: one, and one for each call it makes */
    public Instruction(PublicKey program, List<AccountMeta> accounts, byte[] data, int traceEntries) {
        this.program = program;
        this.accounts = List.copyOf(accounts);
        this.data = data.clone();
        this.traceEntries = traceEntries;
    }

    public PublicKey program() {
        return program;
    }

    public List<AccountMeta> accounts() {
        return accounts;
    }

    /** A fresh copy of the data. */
    public byte[] data() {
        return data.clone();
    }

    public int dataLength() {
        return data.length;
    }

    public int traceEntries() {
        return traceEntries;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Instruction that
                && program.equals(that.program)
                && accounts.equals(that.accounts)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(program, accounts, Arrays.hashCode(data));
    }

    @Override
    public String toString() {
        return "Instruction[program=" + program + ", accounts=" + accounts.size() + ", dataLength=" + data.length + "]";
    }
}
