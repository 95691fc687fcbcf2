package network.peer.chain.confirm;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.EpochInfo;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SignatureStatuses;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.settlement.LiveAttempt;

/**
 * Proves that a transaction did not land and never can. Every configured endpoint must say so, and in this order: its
 * finalized block height is past the transaction's last one; then, as of that slot or later, it has no status for the
 * signature though it searched its history; and its history reaches back beyond the signing. One error anywhere, and
 * there is no proof.
 */
final class AbsenceProver {
    private static final Logger LOGGER = System.getLogger(AbsenceProver.class.getName());

    private final Endpoints endpoints;

    AbsenceProver(Endpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** @return for each attempt that is proved absent, what each endpoint answered, as JSON */
    Map<UUID, String> prove(List<LiveAttempt> attempts) {
        List<LiveAttempt> absent = attempts;
        Map<UUID, JsonArrayBuilder> answers = new HashMap<>();
        for (SolanaRpc rpc : endpoints.all()) {
            absent = absentAt(rpc, absent, answers);
            if (absent.isEmpty()) {
                return Map.of();
            }
        }
        Map<UUID, String> proofs = new HashMap<>();
        for (LiveAttempt attempt : absent) {
            proofs.put(
                    attempt.id(),
                    Json.createObjectBuilder()
                            .add("lastValidBlockHeight", attempt.lastValidBlockHeight())
                            .add("signedAtSlot", attempt.signedAtSlot())
                            .add("answers", answers.get(attempt.id()))
                            .build()
                            .toString());
        }
        return proofs;
    }

    private List<LiveAttempt> absentAt(SolanaRpc rpc, List<LiveAttempt> attempts, Map<UUID, JsonArrayBuilder> answers) {
        try {
            EpochInfo finalized = rpc.getEpochInfo(ReadAt.FINALIZED);
            List<LiveAttempt> expired = attempts.stream()
                    .filter(attempt -> finalized.blockHeight() > attempt.lastValidBlockHeight())
                    .toList();
            if (expired.isEmpty()) {
                return List.of();
            }
            // Before and after, since the history may be cut off, or come back, while it is searched.
            long firstAvailableBefore = rpc.getFirstAvailableBlock();
            SignatureStatuses statuses = rpc.getSignatureStatuses(
                    expired.stream().map(LiveAttempt::signature).toList(), true);
            long firstAvailable = Math.max(firstAvailableBefore, rpc.getFirstAvailableBlock());
            if (statuses.contextSlot() < finalized.absoluteSlot()) {
                return List.of();
            }
            return expired.stream()
                    .filter(attempt -> statuses.of(attempt.signature()) == null)
                    .filter(attempt -> firstAvailable < attempt.signedAtSlot())
                    .peek(attempt -> answers.computeIfAbsent(attempt.id(), id -> Json.createArrayBuilder())
                            .add(Json.createObjectBuilder()
                                    .add("endpoint", rpc.endpoint())
                                    .add("finalizedBlockHeight", finalized.blockHeight())
                                    .add("finalizedSlot", finalized.absoluteSlot())
                                    .add("statusSlot", statuses.contextSlot())
                                    .add("firstAvailableBlock", firstAvailable)))
                    .toList();
        } catch (RpcException silent) {
            LOGGER.log(
                    Level.WARNING,
                    "PEER-SET-004 no proof of absence endpoint={0} cause={1}",
                    rpc.endpoint(),
                    silent.getMessage());
            endpoints.failed(rpc, silent);
            return List.of();
        }
    }
}
