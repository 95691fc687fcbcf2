package network.peer.chain.tx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import network.peer.token.PublicKey;

/**
 * The accounts of a message: those it names itself in the order of {@link AccountOrder}, then those it looks up: what is
 * written before what is only read, each by the address of the table and then by its own. Signers and the programs that
 * instructions call cannot be looked up.
 *
 * @param lookups one for each table that is used, by its address
 * @see <a href="https://solana.com/docs/core/transactions/versions">versioned transactions</a>
 */
record MessageAccounts(List<AccountMeta> named, List<Lookup> lookups) {
    /** What is looked up in one table, in the order of the message. */
    record Lookup(LookupTable table, List<PublicKey> writable, List<PublicKey> readOnly) {}

    static MessageAccounts of(PublicKey feePayer, List<Instruction> instructions, List<LookupTable> tables) {
        Map<PublicKey, AccountMeta> merged = AccountOrder.merge(feePayer, instructions);
        Map<PublicKey, LookupTable> tableOf = tableOf(merged, instructions, tables);
        List<AccountMeta> ordered = AccountOrder.of(feePayer, merged);
        Map<PublicKey, Lookup> lookups = new LinkedHashMap<>();
        tableOf.values().stream()
                .distinct()
                .sorted(Comparator.comparing(table -> table.address().base58(), AccountOrder::collate))
                .forEach(
                        table -> lookups.put(table.address(), new Lookup(table, new ArrayList<>(), new ArrayList<>())));
        List<AccountMeta> named = new ArrayList<>();
        for (AccountMeta account : ordered) {
            LookupTable table = tableOf.get(account.address());
            Lookup lookup = table == null ? null : lookups.get(table.address());
            if (lookup == null) {
                named.add(account);
            } else {
                (account.writable() ? lookup.writable() : lookup.readOnly()).add(account.address());
            }
        }
        return new MessageAccounts(named, List.copyOf(lookups.values()));
    }

    /**
     * Which accounts are looked up, and where.
     *
     * @param merged all accounts of the instructions, the fee payer's included
     */
    static Map<PublicKey, LookupTable> tableOf(
            Map<PublicKey, AccountMeta> merged, List<Instruction> instructions, List<LookupTable> tables) {
        Map<PublicKey, LookupTable> tableOf = new LinkedHashMap<>();
        if (tables.isEmpty()) {
            return tableOf;
        }
        Set<PublicKey> programs = new HashSet<>();
        instructions.forEach(instruction -> programs.add(instruction.program()));
        for (AccountMeta account : merged.values()) {
            if (!account.signer() && !programs.contains(account.address())) {
                tables.stream()
                        .filter(table -> table.holds(account.address()))
                        .findFirst()
                        .ifPresent(table -> tableOf.put(account.address(), table));
            }
        }
        return tableOf;
    }

    /** In the order in which instructions count them. */
    List<AccountMeta> all() {
        return Stream.of(
                        named.stream(),
                        lookups.stream()
                                .flatMap(lookup -> lookup.writable().stream())
                                .map(AccountMeta::writable),
                        lookups.stream()
                                .flatMap(lookup -> lookup.readOnly().stream())
                                .map(AccountMeta::readOnly))
                .flatMap(accounts -> accounts)
                .toList();
    }
}
