package network.peer.chain.tx;

import java.util.List;
import network.peer.token.PublicKey;

/**
 * Instructions of the Address Lookup Table program.
 *
 * @see <a href="https://solana.com/docs/core/transactions/lookup-tables">address lookup tables</a>
 */
public final class LookupTableInstructions {
    private static final int CREATE = 0;
    private static final int EXTEND = 2;
    private static final int DEACTIVATE = 3;
    private static final int CLOSE = 4;
    /** Creating the account and taking it over are calls of the System program, with a transfer of the rent. */
    private static final int CREATE_TRACE_ENTRIES = 4;

    private static final int EXTEND_TRACE_ENTRIES = 2;

    private LookupTableInstructions() {}

    /** Where a table stands follows from its authority and a slot; a slot can be used while it is recent. */
    public record Derived(PublicKey address, int bump) {}

    public static Derived derive(PublicKey authority, long recentSlot) {
        ProgramAddresses.Found found = ProgramAddresses.findWithBump(
                List.of(authority.bytes(), new WireWriter().u64(recentSlot).toBytes()), Programs.ADDRESS_LOOKUP_TABLE);
        return new Derived(found.address(), found.bump());
    }

    /** Creates an empty table; does nothing if it is there already. */
    public static Instruction create(PublicKey authority, PublicKey payer, long recentSlot) {
        Derived derived = derive(authority, recentSlot);
        return new Instruction(
                Programs.ADDRESS_LOOKUP_TABLE,
                List.of(
                        AccountMeta.writable(derived.address()),
                        AccountMeta.readOnly(authority),
                        AccountMeta.writableSigner(payer),
                        AccountMeta.readOnly(Programs.SYSTEM)),
                new WireWriter().u32(CREATE).u64(recentSlot).u8(derived.bump()).toBytes(),
                CREATE_TRACE_ENTRIES);
    }

    /** Appends, whatever the table holds already: doing it twice appends twice. The payer adds the rent. */
    public static Instruction extend(PublicKey table, PublicKey authority, PublicKey payer, List<PublicKey> addresses) {
        WireWriter data = new WireWriter().u32(EXTEND).u64(addresses.size());
        addresses.forEach(data::key);
        return new Instruction(
                Programs.ADDRESS_LOOKUP_TABLE,
                List.of(
                        AccountMeta.writable(table),
                        AccountMeta.signer(authority),
                        AccountMeta.writableSigner(payer),
                        AccountMeta.readOnly(Programs.SYSTEM)),
                data.toBytes(),
                EXTEND_TRACE_ENTRIES);
    }

    /** From then on the table can only be used until the slot is no longer recent, and closed afterwards. */
    public static Instruction deactivate(PublicKey table, PublicKey authority) {
        return new Instruction(
                Programs.ADDRESS_LOOKUP_TABLE,
                List.of(AccountMeta.writable(table), AccountMeta.signer(authority)),
                new WireWriter().u32(DEACTIVATE).toBytes());
    }

    /** Gives all of the table's lamports to the recipient. */
    public static Instruction close(PublicKey table, PublicKey authority, PublicKey recipient) {
        return new Instruction(
                Programs.ADDRESS_LOOKUP_TABLE,
                List.of(AccountMeta.writable(table), AccountMeta.signer(authority), AccountMeta.writable(recipient)),
                new WireWriter().u32(CLOSE).toBytes());
    }
}
