package network.peer.chain.mint;

import java.nio.charset.StandardCharsets;

/** What wallets show for the token; stored in the mint account itself. */
public record MintMetadata(String name, String symbol, String uri) {
    private static final int MAX_NAME_BYTES = 32;
    private static final int MAX_SYMBOL_BYTES = 10;
    private static final int MAX_URI_BYTES = 200;

    /** @throws IllegalArgumentException if a text is longer than what wallets commonly show, or name or symbol is empty */
    public MintMetadata {
        require("name", name, 1, MAX_NAME_BYTES);
        require("symbol", symbol, 1, MAX_SYMBOL_BYTES);
        require("uri", uri, 0, MAX_URI_BYTES);
    }

    static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void require(String what, String text, int minimum, int maximum) {
        int length = utf8Length(text);
        if (length < minimum || length > maximum) {
            throw new IllegalArgumentException(
                    "the mint's " + what + " has between " + minimum + " and " + maximum + " bytes, not " + length);
        }
    }
}
