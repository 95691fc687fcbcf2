package network.peer.chain.tx;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import network.peer.token.PublicKey;

/**
 * The accounts of a message: each once with the strongest use any instruction makes of it, in the order of
 * {@code @solana/kit}: fee payer, writable signers, other signers, writable accounts, the rest; within a group as the
 * collation of English sorts the base58 text.
 */
final class AccountOrder {
    private static final Comparator<AccountMeta> IN_MESSAGE = Comparator.comparing((AccountMeta meta) -> !meta.signer())
            .thenComparing(meta -> !meta.writable())
            .thenComparing(meta -> meta.address().base58(), AccountOrder::collate);

    private AccountOrder() {}

    /** @param merged all accounts of the instructions, the fee payer's included */
    static List<AccountMeta> of(PublicKey feePayer, Map<PublicKey, AccountMeta> merged) {
        Stream<AccountMeta> rest = merged.values().stream()
                .filter(meta -> !meta.address().equals(feePayer))
                .sorted(IN_MESSAGE);
        return Stream.concat(Stream.of(AccountMeta.writableSigner(feePayer)), rest)
                .toList();
    }

    static Map<PublicKey, AccountMeta> merge(PublicKey feePayer, List<Instruction> instructions) {
        Map<PublicKey, AccountMeta> merged = new LinkedHashMap<>();
        merged.put(feePayer, AccountMeta.writableSigner(feePayer));
        for (Instruction instruction : instructions) {
            add(merged, AccountMeta.readOnly(instruction.program()));
            instruction.accounts().forEach(meta -> add(merged, meta));
        }
        return merged;
    }

    /** Digits before letters, letters regardless of case; the first difference in case decides last, lower case first. */
    static int collate(String left, String right) {
        int common = Math.min(left.length(), right.length());
        int caseDifference = 0;
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            int primary = Character.compare(Character.toLowerCase(a), Character.toLowerCase(b));
            if (primary != 0) {
                return primary;
            }
            if (caseDifference == 0 && a != b) {
                caseDifference = Character.isLowerCase(a) ? -1 : 1;
            }
        }
        int longer = Integer.compare(left.length(), right.length());
        return longer != 0 ? longer : caseDifference;
    }

    private static void add(Map<PublicKey, AccountMeta> merged, AccountMeta meta) {
        merged.merge(
                meta.address(),
                meta,
                (one, other) -> new AccountMeta(
                        one.address(), one.signer() || other.signer(), one.writable() || other.writable()));
    }
}
