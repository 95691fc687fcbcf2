package network.peer.chain.tx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import network.peer.token.PublicKey;

/** Instructions of the System program, which owns plain SOL accounts. */
public final class SystemInstructions {
    private static final int CREATE_ACCOUNT = 0;
    private static final int TRANSFER = 2;

    private SystemInstructions() {}

    /** Both payer and new account sign. */
    public static Instruction createAccount(
            PublicKey payer, PublicKey account, long lamports, long spaceBytes, PublicKey owner) {
        byte[] data = new WireWriter()
                .u32(CREATE_ACCOUNT)
                .u64(lamports)
                .u64(spaceBytes)
                .key(owner)
                .toBytes();
        return new Instruction(
                Programs.SYSTEM, List.of(AccountMeta.writableSigner(payer), AccountMeta.writableSigner(account)), data);
    }

    /** Whether the instruction creates this very account. */
    public static boolean creates(Instruction instruction, PublicKey account) {
        byte[] data = instruction.data();
        return instruction.program().equals(Programs.SYSTEM)
                && data.length >= Integer.BYTES
                && ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt() == CREATE_ACCOUNT
                && instruction.accounts().size() > 1
                && instruction.accounts().get(1).address().equals(account);
    }

    public static Instruction transfer(PublicKey from, PublicKey to, long lamports) {
        byte[] data = new WireWriter().u32(TRANSFER).u64(lamports).toBytes();
        return new Instruction(
                Programs.SYSTEM, List.of(AccountMeta.writableSigner(from), AccountMeta.writable(to)), data);
    }
}
