package network.peer.chain.tx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;

/**
 * What a transaction does, before anybody signed it: fee payer, blockhash and instructions in order. Immutable, and
 * within the network's limits from the moment it exists.
 */
public final class TransactionMessage {
    private static final int V0_PREFIX = 0x80;

    private final MessageForm form;
    private final Blockhash blockhash;
    private final List<Instruction> instructions;
    private final MessageAccounts layout;
    private final List<AccountMeta> accounts;
    private final byte[] bytes;

    private TransactionMessage(
            MessageForm form, Blockhash blockhash, List<Instruction> instructions, MessageAccounts layout) {
        this.form = form;
        this.blockhash = blockhash;
        this.instructions = List.copyOf(instructions);
        this.layout = layout;
        this.accounts = layout.all();
        this.bytes = compile();
    }

    /**
     * Names every account itself.
     *
     * @throws TransactionTooLargeException if it exceeds a limit of the network
     */
    public static TransactionMessage of(
            MessageVersion version,
            PublicKey feePayer,
            Blockhash blockhash,
            List<Instruction> instructions,
            NetworkLimits limits) {
        return of(MessageForm.of(version), feePayer, blockhash, instructions, limits);
    }

    /** @throws TransactionTooLargeException if it exceeds a limit of the network */
    public static TransactionMessage of(
            MessageForm form,
            PublicKey feePayer,
            Blockhash blockhash,
            List<Instruction> instructions,
            NetworkLimits limits) {
        TransactionSizer.measure(form, feePayer, instructions).requireWithin(limits);
        return new TransactionMessage(
                form, blockhash, instructions, MessageAccounts.of(feePayer, instructions, form.tables()));
    }

    /**
     * The same message with other instructions at its head; the accounts stay as they are, and their order.
     *
     * @throws IllegalArgumentException if one of them calls another program than the one in its place, or other accounts
     * @throws TransactionTooLargeException if it exceeds a limit of the network
     */
    public TransactionMessage withHead(List<Instruction> head, NetworkLimits limits) {
        List<Instruction> changed = new ArrayList<>(instructions);
        for (int i = 0; i < head.size(); i++) {
            Instruction before = changed.set(i, head.get(i));
            if (!before.program().equals(head.get(i).program())
                    || !before.accounts().equals(head.get(i).accounts())) {
                throw new IllegalArgumentException("instruction " + i + " would change the message's accounts");
            }
        }
        TransactionMessage message = new TransactionMessage(form, blockhash, changed, layout);
        int bytes = message.unsignedWire().length;
        if (bytes > limits.transactionBytes()) {
            throw new TransactionTooLargeException("bytes", bytes, limits.transactionBytes());
        }
        return message;
    }

    public MessageForm form() {
        return form;
    }

    public MessageVersion version() {
        return form.version();
    }

    public PublicKey feePayer() {
        return accounts.get(0).address();
    }

    public Blockhash blockhash() {
        return blockhash;
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    /**
     * Every account, in the order of the message: the signers come first, the fee payer before all; what is looked up
     * comes last.
     */
    public List<AccountMeta> accounts() {
        return accounts;
    }

    /** Who must sign, in the order of the signatures. */
    public List<PublicKey> requiredSigners() {
        return accounts.stream()
                .filter(AccountMeta::signer)
                .map(AccountMeta::address)
                .toList();
    }

    /** A fresh copy of the bytes that are signed. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The wire form with empty signatures, for a simulation that does not check them; no node can land it. */
    public byte[] unsignedWire() {
        int signatures = requiredSigners().size();
        return new WireWriter()
                .compactU16(signatures)
                .bytes(new byte[signatures * TransactionSignature.LENGTH_BYTES])
                .bytes(bytes)
                .toBytes();
    }

    private byte[] compile() {
        WireWriter out = new WireWriter();
        if (form.version() == MessageVersion.V0) {
            out.u8(V0_PREFIX);
        }
        out.u8(count(true, true) + count(true, false)).u8(count(true, false)).u8(count(false, false));
        out.compactU16(layout.named().size());
        layout.named().forEach(account -> out.key(account.address()));
        out.bytes(blockhash.bytes());
        writeInstructions(out);
        if (form.version() == MessageVersion.V0) {
            writeLookups(out);
        }
        return out.toBytes();
    }

    private void writeLookups(WireWriter out) {
        out.compactU16(layout.lookups().size());
        for (MessageAccounts.Lookup lookup : layout.lookups()) {
            LookupTable table = lookup.table();
            out.key(table.address()).compactU16(lookup.writable().size());
            lookup.writable().forEach(account -> out.u8(table.indexOf(account)));
            out.compactU16(lookup.readOnly().size());
            lookup.readOnly().forEach(account -> out.u8(table.indexOf(account)));
        }
    }

    private void writeInstructions(WireWriter out) {
        Map<PublicKey, Integer> index = new HashMap<>();
        accounts.forEach(account -> index.put(account.address(), index.size()));
        out.compactU16(instructions.size());
        for (Instruction instruction : instructions) {
            out.u8(indexOf(index, instruction.program()));
            out.compactU16(instruction.accounts().size());
            instruction.accounts().forEach(account -> out.u8(indexOf(index, account.address())));
            byte[] data = instruction.data();
            out.compactU16(data.length).bytes(data);
        }
    }

    private int count(boolean signer, boolean writable) {
        return (int) layout.named().stream()
                .filter(account -> account.signer() == signer && account.writable() == writable)
                .count();
    }

    private static int indexOf(Map<PublicKey, Integer> index, PublicKey address) {
        Integer position = index.get(address);
        if (position == null) {
            throw new IllegalStateException("account missing from the message: " + address);
        }
        return position;
    }
}
