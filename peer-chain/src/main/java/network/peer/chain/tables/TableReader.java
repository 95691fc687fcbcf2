package network.peer.chain.tables;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.LookupTableAccount;
import network.peer.chain.tx.Programs;
import network.peer.token.PublicKey;

/**
 * Reads lookup tables as they are final. An index that is wrong pays somebody else, so as many endpoints must agree as
 * for FINALIZED.
 */
final class TableReader {
    private static final Logger LOGGER = System.getLogger(TableReader.class.getName());

    private final Endpoints endpoints;

    TableReader(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /**
     * A table and when it was seen.
     *
     * @param slot finalized; the account is at least as new
     * @param blockHeight of that slot: what was valid up to a lower height has landed, or never will
     * @param account empty if there is none
     */
    record Seen(long slot, long blockHeight, Optional<LookupTableAccount> account) {}

    /** Empty if too few endpoints answer, or they do not agree. */
    Optional<Seen> read(PublicKey table) {
        List<Seen> answers = new ArrayList<>();
        for (SolanaRpc rpc : endpoints.awake()) {
            if (answers.size() < endpoints.finalityQuorum()) {
                try {
                    answers.add(read(rpc, table));
                } catch (RpcException silent) {
                    LOGGER.log(
                            Level.WARNING,
                            "PEER-SET-004 a lookup table cannot be read endpoint={0} cause={1}",
                            rpc.endpoint(),
                            silent.getMessage());
                    endpoints.failed(rpc, silent);
                }
            }
        }
        return answers.size() < endpoints.finalityQuorum() ? Optional.empty() : agreed(table, answers);
    }

    private static Seen read(SolanaRpc rpc, PublicKey table) {
        EpochInfo finalized = rpc.getEpochInfo(ReadAt.FINALIZED);
        AccountInfo account = rpc.getMultipleAccounts(
                        List.of(table), ReadAt.FINALIZED.notBefore(finalized.absoluteSlot()))
                .value()
                .get(table);
        return new Seen(
                finalized.absoluteSlot(),
                finalized.blockHeight(),
                Optional.ofNullable(account)
                        .filter(found -> found.owner().equals(Programs.ADDRESS_LOOKUP_TABLE))
                        .map(found -> LookupTableAccount.decode(found.data())));
    }

    /** One endpoint may be some blocks behind another; then the older answer counts, unless the two contradict. */
    private static Optional<Seen> agreed(PublicKey table, List<Seen> answers) {
        Seen oldest = answers.get(0);
        for (Seen answer : answers) {
            if (isOlder(answer, oldest)) {
                oldest = answer;
            }
        }
        for (Seen answer : answers) {
            if (!continues(oldest, answer)) {
                LOGGER.log(
                        Level.WARNING,
                        "PEER-SET-021 endpoints do not agree about a lookup table, it is left as it is table={0}",
                        table);
                return Optional.empty();
            }
        }
        return Optional.of(oldest);
    }

    private static boolean isOlder(Seen answer, Seen than) {
        return answer.slot() < than.slot();
    }

    private static boolean continues(Seen older, Seen newer) {
        if (older.account().isEmpty() || newer.account().isEmpty()) {
            return older.account().isEmpty() == newer.account().isEmpty() || older.slot() < newer.slot();
        }
        List<PublicKey> before = older.account().get().addresses();
        List<PublicKey> after = newer.account().get().addresses();
        return before.size() <= after.size() && after.subList(0, before.size()).equals(before);
    }
}
