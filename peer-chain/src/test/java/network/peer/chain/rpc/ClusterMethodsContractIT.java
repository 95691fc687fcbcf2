package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.tx.Blockhash;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a node says of the cluster.
 *
 * @see <a href="https://solana.com/docs/rpc/http/getepochinfo">getEpochInfo</a>
 * @see <a href="https://solana.com/docs/rpc/http/getslot">getSlot</a>
 * @see <a href="https://solana.com/docs/rpc/http/isblockhashvalid">isBlockhashValid</a>
 */
class ClusterMethodsContractIT {
    private static final int PAST_EXPIRY = 152;

    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;

    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        localnet.finalizeAll();
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void tellsItsGenesisHash() {
        assertThat(rpc.getGenesisHash()).isEqualTo(localnet.genesisHash());
    }

    @Test
    void isHealthy() {
        assertThatCode(rpc::getHealth).doesNotThrowAnyException();
    }

    @Test
    void slotsAreOlderTheMoreSettledTheyAre() {
        long processed = rpc.getSlot(ReadAt.PROCESSED);

        assertThat(rpc.getSlot(ReadAt.CONFIRMED)).isEqualTo(processed - 1);
        assertThat(rpc.getSlot(ReadAt.FINALIZED)).isEqualTo(processed - 32);
    }

    @Test
    void blockHeightGrowsWithTheSlots() {
        long before = rpc.getBlockHeight(ReadAt.FINALIZED);

        localnet.advance(5);

        assertThat(rpc.getBlockHeight(ReadAt.FINALIZED)).isEqualTo(before + 5);
    }

    @Test
    void aBlockhashIsValidUntilItExpires() {
        Blockhash blockhash = rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash();

        assertThat(rpc.isBlockhashValid(blockhash, ReadAt.CONFIRMED))
                .isEqualTo(new AtSlot<>(rpc.getSlot(ReadAt.CONFIRMED), true));
        localnet.advance(PAST_EXPIRY);
        assertThat(rpc.isBlockhashValid(blockhash, ReadAt.CONFIRMED).value()).isFalse();
    }

    @Test
    void aBlockhashThatTheNodeNeverSawIsNotValid() {
        assertThat(rpc.isBlockhashValid(Blockhash.of(new byte[32]), ReadAt.CONFIRMED)
                        .value())
                .isFalse();
    }

    @Test
    void epochInfoAgreesWithSlotAndHeight() {
        EpochInfo info = rpc.getEpochInfo(ReadAt.CONFIRMED);

        assertThat(info.absoluteSlot()).isEqualTo(rpc.getSlot(ReadAt.CONFIRMED));
        assertThat(info.blockHeight()).isEqualTo(rpc.getBlockHeight(ReadAt.CONFIRMED));
        assertThat(info.slotIndex()).isLessThan(info.slotsInEpoch());
    }

    @Test
    void theFirstAvailableBlockIsNotAfterTheFinalizedSlot() {
        assertThat(rpc.getFirstAvailableBlock()).isBetween(0L, rpc.getSlot(ReadAt.FINALIZED));
    }

    @Test
    void refusesToAnswerFromBeforeTheSlotAskedFor() {
        long tooHigh = rpc.getSlot(ReadAt.PROCESSED) + 1_000;

        assertThatExceptionOfType(RpcError.class)
                .isThrownBy(() -> rpc.getSlot(ReadAt.FINALIZED.notBefore(tooHigh)))
                .satisfies(e -> assertThat(e.code()).isEqualTo(RpcError.MIN_CONTEXT_SLOT_NOT_REACHED))
                .satisfies(e -> assertThat(e.data()).contains("contextSlot"));
    }

    @Test
    void answersFromTheSlotAskedForOnceItIsReached() {
        long reached = rpc.getSlot(ReadAt.FINALIZED);

        assertThat(rpc.getSlot(ReadAt.FINALIZED.notBefore(reached))).isGreaterThanOrEqualTo(reached);
    }
}
