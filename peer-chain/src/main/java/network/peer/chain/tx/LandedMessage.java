package network.peer.chain.tx;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/**
 * A transaction read back from its wire bytes, legacy or version 0: the forms that we sign.
 *
 * @param signers in the order of the signatures; the fee payer first
 * @param accounts as a node counts them: those that it names, then those that tables stood for
 */
public record LandedMessage(
        Blockhash blockhash, List<PublicKey> signers, List<PublicKey> accounts, List<Instruction> instructions) {
    private static final int VERSION_FLAG = 0x80;
    private static final int MOST_ACCOUNTS = 256;

    public LandedMessage {
        signers = List.copyOf(signers);
        accounts = List.copyOf(accounts);
        instructions = List.copyOf(instructions);
    }

    public PublicKey feePayer() {
        return signers.get(0);
    }

    /**
     * @param loaded what its lookup tables stood for when it landed: what is written, then what is only read
     * @throws IllegalArgumentException if it is of another form, or damaged
     */
    public static LandedMessage read(byte[] wire, List<PublicKey> loaded) {
        try {
            return new Reader(ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN), loaded).read();
        } catch (BufferUnderflowException | IndexOutOfBoundsException damaged) {
            throw new IllegalArgumentException("a damaged transaction of " + wire.length + " bytes", damaged);
        }
    }

    /** Signers first, and of both kinds the writable ones first; then what tables stand for, none of which signs. */
    private record Accounts(
            List<PublicKey> keys, int signers, int readOnlySigners, int readOnlyOthers, List<PublicKey> loaded) {
        AccountMeta at(int index) {
            if (index >= keys.size()) {
                return AccountMeta.writable(loaded.get(index - keys.size()));
            }
            boolean signer = index < signers;
            boolean writable = signer ? index < signers - readOnlySigners : index < keys.size() - readOnlyOthers;
            return new AccountMeta(keys.get(index), signer, writable);
        }
    }

    private record Reader(ByteBuffer in, List<PublicKey> loaded) {
        LandedMessage read() {
            int signatures = compactU16();
            in.position(in.position() + signatures * TransactionSignature.LENGTH_BYTES);
            int first = u8();
            boolean versioned = (first & VERSION_FLAG) != 0;
            if (versioned && first != VERSION_FLAG) {
                throw new IllegalArgumentException("a transaction of version " + (first & ~VERSION_FLAG));
            }
            int signers = versioned ? u8() : first;
            int readOnlySigners = u8();
            int readOnlyOthers = u8();
            Accounts accounts = new Accounts(keys(), signers, readOnlySigners, readOnlyOthers, loaded);
            if (signers < 1
                    || signers != signatures
                    || signers > accounts.keys().size()) {
                throw new IllegalArgumentException(signatures + " signatures for " + signers + " signers");
            }
            Blockhash blockhash = Blockhash.of(bytes(PublicKey.LENGTH_BYTES));
            List<Instruction> instructions = instructions(accounts);
            int looked = versioned ? lookups() : 0;
            if (looked != loaded.size()) {
                throw new IllegalArgumentException(looked + " accounts by lookup, " + loaded.size() + " are known");
            }
            if (in.hasRemaining()) {
                throw new IllegalArgumentException(in.remaining() + " bytes too many");
            }
            List<PublicKey> all =
                    Stream.concat(accounts.keys().stream(), loaded.stream()).toList();
            return new LandedMessage(blockhash, accounts.keys().subList(0, signers), all, instructions);
        }

        private List<PublicKey> keys() {
            int count = compactU16();
            if (count > MOST_ACCOUNTS) {
                throw new IllegalArgumentException(count + " accounts");
            }
            List<PublicKey> keys = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                keys.add(PublicKey.of(bytes(PublicKey.LENGTH_BYTES)));
            }
            return keys;
        }

        private List<Instruction> instructions(Accounts accounts) {
            int count = compactU16();
            List<Instruction> instructions = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                PublicKey program = accounts.keys().get(u8());
                int used = compactU16();
                List<AccountMeta> metas = new ArrayList<>();
                for (int account = 0; account < used; account++) {
                    metas.add(accounts.at(u8()));
                }
                instructions.add(new Instruction(program, metas, bytes(compactU16())));
            }
            return instructions;
        }

        /** @return how many accounts the message names through tables */
        private int lookups() {
            int named = 0;
            int tables = compactU16();
            for (int i = 0; i < tables; i++) {
                bytes(PublicKey.LENGTH_BYTES);
                named += bytes(compactU16()).length;
                named += bytes(compactU16()).length;
            }
            return named;
        }

        private int u8() {
            return in.get() & 0xff;
        }

        private byte[] bytes(int length) {
            if (length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        private int compactU16() {
            int value = 0;
            for (int shift = 0; shift <= 14; shift += 7) {
                int next = u8();
                value |= (next & 0x7f) << shift;
                if ((next & 0x80) == 0) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a length of more than three bytes");
        }
    }
}
