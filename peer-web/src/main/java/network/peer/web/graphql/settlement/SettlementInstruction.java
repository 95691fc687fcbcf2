package network.peer.web.graphql.settlement;

import network.peer.settlement.Leg.Instruction;
import org.eclipse.microprofile.graphql.Description;

/** What the token program does. */
@Description("What the token program does.")
public enum SettlementInstruction {
    MINT,
    TRANSFER,
    BURN;

    static SettlementInstruction of(Instruction instruction) {
        return valueOf(instruction.name());
    }
}
