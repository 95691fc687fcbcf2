package network.peer.chain.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireWriterTest {
    /** The vectors of {@code solana-short-vec}. */
    @ParameterizedTest
    @CsvSource({
        "0,00",
        "127,7f",
        "128,8001",
        "255,ff01",
        "256,8002",
        "16383,ff7f",
        "16384,808001",
        "32767,ffff01",
        "65535,ffff03"
    })
    void writesCompactLengths(int value, String hex) {
        byte[] written = new WireWriter().compactU16(value).toBytes();

        assertThat(HexFormat.of().formatHex(written)).isEqualTo(hex);
        assertThat(WireWriter.compactU16Length(value)).isEqualTo(written.length);
    }

    @Test
    void refusesWhatItsWidthCannotHold() {
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().u8(256));
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().u32(1L << 32));
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().u64(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new WireWriter().compactU16(65_536));
    }
}
