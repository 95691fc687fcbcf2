package network.peer.chain.tx;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import network.peer.token.PublicKey;

/**
 * A lookup table as far as a message may use it: what stands at which index never changes while the table lives, but a
 * message that names an index which is not on chain is refused, and one that names a wrong index pays somebody else.
 *
 * @param indexes need not be all of the table
 */
public record LookupTable(PublicKey address, Map<PublicKey, Integer> indexes) {
    /** An index is one byte. */
    public static final int MOST_ADDRESSES = 256;

    public LookupTable {
        indexes = Map.copyOf(indexes);
        indexes.forEach((entry, index) -> {
            if (index < 0 || index >= MOST_ADDRESSES) {
                throw new IllegalArgumentException("index " + index + " of " + entry + " in table " + address);
            }
        });
    }

    /** A table whose whole content is known. An address that stands in it twice is found at its first index. */
    public static LookupTable of(PublicKey address, List<PublicKey> addresses) {
        Map<PublicKey, Integer> indexes = new LinkedHashMap<>();
        for (int i = 0; i < addresses.size(); i++) {
            indexes.putIfAbsent(addresses.get(i), i);
        }
        return new LookupTable(address, indexes);
    }

    /** Of the address alone: tables that are equal have the same, and hundreds of entries are much to read. */
    @Override
    public int hashCode() {
        return address.hashCode();
    }

    public boolean holds(PublicKey entry) {
        return indexes.containsKey(entry);
    }

    /** In the order of the table. */
    public List<PublicKey> addresses() {
        Map<Integer, PublicKey> byIndex = new TreeMap<>();
        indexes.forEach((entry, index) -> byIndex.put(index, entry));
        return List.copyOf(byIndex.values());
    }

    int indexOf(PublicKey entry) {
        Integer index = indexes.get(entry);
        if (index == null) {
            throw new IllegalStateException("table " + address + " does not hold " + entry);
        }
        return index;
    }
}
