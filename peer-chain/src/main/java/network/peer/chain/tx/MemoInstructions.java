package network.peer.chain.tx;

import java.nio.charset.StandardCharsets;
import java.util.List;
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
}
