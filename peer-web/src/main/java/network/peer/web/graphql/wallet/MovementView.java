package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import network.peer.ledger.LedgerHistory.Movement;
import network.peer.ledger.TransactionKind;
import network.peer.settlement.SettlementQueries.MovementSettlement;
import network.peer.web.graphql.SettlementStateView;
import network.peer.web.graphql.TokenAmountView;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** One ledger transaction as the caller sees it. */
@Type("Movement")
@Description("One movement of the caller's tokens. It is true from the moment it is recorded; the chain follows.")
public record MovementView(
        @Id @Description("The ledger transaction's id.") String id,
        @Description("Why the tokens moved.") TransactionKind kind,
        @Description("Whether the caller received or paid.") MovementDirection direction,
        @Description("Who is at the other end.") CounterpartView counterpart,

        @Description("What reached or left the caller, fees included.")
        TokenAmountView gross,

        @Description("The amount without fees.") TokenAmountView net,
        @Description("The fees that the caller paid.") FeesView fees,

        @Description("The part of it that is the caller's share of somebody else's fees, as inviter.")
        TokenAmountView earnedAsInviter,

        @Nullable @Description("The message that came with it; seen by sender and recipient only.")
        String message,

        @Nullable @Description("How far it is on its way to the chain; null if nothing changes there.")
        SettlementStateView settlement,

        @Nullable @Description("The day whose gems were rewarded, if it is a mint.")
        LocalDate rewardDay,

        @Description("When it was recorded.") Instant recordedAt) {
    /**
     * @param settlements by posting
     * @param messages by ledger transaction
     */
    static MovementView of(Movement movement, Map<UUID, MovementSettlement> settlements, Map<UUID, String> messages) {
        return new MovementView(
                movement.ledgerTransactionId().toString(),
                movement.kind(),
                MovementDirection.of(movement.direction()),
                CounterpartView.of(movement),
                TokenAmountView.of(movement.gross()),
                TokenAmountView.of(movement.net()),
                FeesView.of(movement),
                TokenAmountView.of(movement.earnedAsInviter()),
                messages.get(movement.ledgerTransactionId()),
                SettlementStateView.ofSlowest(movement.postingIds().stream()
                        .map(settlements::get)
                        .filter(Objects::nonNull)
                        .toList()),
                movement.rewardDay(),
                movement.recordedAt());
    }
}
