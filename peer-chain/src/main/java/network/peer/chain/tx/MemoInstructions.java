package network.peer.chain.tx;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import network.peer.token.PublicKey;

/** The instruction of the Memo program, which puts a text on the record. */
public final class MemoInstructions {
    private MemoInstructions() {}

    /** @param signers who vouches for the text; may be nobody beyond the transaction's own signers */
    public static Instruction memo(String text, PublicKey... signers) {
        List<AccountMeta> accounts = Stream.of(signers).map(AccountMeta::signer).toList();
        return new Instruction(Programs.MEMO, accounts, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of an instruction, if it is one of the Memo program. */
    public static Optional<String> text(Instruction instruction) {
        return instruction.program().equals(Programs.MEMO)
                ? Optional.of(new String(instruction.data(), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
