package network.peer.settlement;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import network.peer.configuration.Setting;
import network.peer.ledger.TransactionKind;

/**
 * Which kinds of movement are gathered in windows instead of being settled one by one; see {@link Netting}.
 *
 * @param kinds the NETTED kinds; all others are IMMEDIATE
 * @param window how long a window stays open
 * @param mostMembers how many movements close it before that
 */
public record NettingPolicy(Set<TransactionKind> kinds, Duration window, int mostMembers) {
    /** Nobody outside waits for what goes to TREASURY or is burned. */
    private static final Set<TransactionKind> MAY_BE_NETTED = EnumSet.of(TransactionKind.SPEND, TransactionKind.BURN);

    /** Nothing is netted. */
    public static final NettingPolicy IMMEDIATE = new NettingPolicy(Set.of(), Duration.ofMinutes(10), 1);

    public NettingPolicy {
        kinds = Set.copyOf(kinds);
        if (!MAY_BE_NETTED.containsAll(kinds)) {
            throw new IllegalArgumentException("of " + kinds + " only " + MAY_BE_NETTED + " may be netted");
        }
        if (window.isZero() || window.isNegative() || mostMembers < 1) {
            throw new IllegalArgumentException("a window of " + window + " and " + mostMembers + " movements");
        }
    }

    /** @throws IllegalStateException if a setting is not what it must be */
    public static NettingPolicy ofSettings() {
        Set<TransactionKind> kinds = EnumSet.noneOf(TransactionKind.class);
        List<String> names = Setting.SETTLEMENT_NETTING_KINDS.list();
        for (String name : names) {
            kinds.add(MAY_BE_NETTED.stream()
                    .filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            Setting.SETTLEMENT_NETTING_KINDS.key() + " names " + name + ", which may not be netted; "
                                    + MAY_BE_NETTED + " may, because their counterparty is TREASURY or BURN")));
        }
        return new NettingPolicy(
                kinds,
                Setting.SETTLEMENT_NETTING_WINDOW.duration(),
                Math.toIntExact(Setting.SETTLEMENT_NETTING_MOST_MEMBERS.positiveNumber()));
    }

    public boolean nets(TransactionKind kind) {
        return kinds.contains(kind);
    }
}
