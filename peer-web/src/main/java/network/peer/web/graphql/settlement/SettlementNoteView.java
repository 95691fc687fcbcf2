package network.peer.web.graphql.settlement;

import java.time.Instant;
import network.peer.settlement.SettlementStory.Note;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Id;
import org.eclipse.microprofile.graphql.Type;

/** An operator's note. */
@Type("SettlementNote")
@Description("What an operator wrote beside a settlement.")
public record SettlementNoteView(
        @Description("The text.") String note,
        @Id @Description("Who wrote it.") String writtenById,
        @Description("When.") Instant writtenAt) {
    static SettlementNoteView of(Note note) {
        return new SettlementNoteView(note.note(), note.writtenBy().toString(), note.writtenAt());
    }
}
