package network.peer.web.graphql;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import network.peer.settlement.ChainGate;
import network.peer.settlement.ChainStatus;
import network.peer.settlement.ConservationReport;
import network.peer.settlement.FeePayer;
import network.peer.settlement.LaneWork;
import network.peer.token.PublicKey;

/** A chain of so many nodes, on which so many keys pay. */
final class CrowdedChain implements ChainGate {
    private final int count;

    CrowdedChain(int count) {
        this.count = count;
    }

    @Override
    public List<String> endpointNames() {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "http://node-" + i).toList();
    }

    @Override
    public List<FeePayer> feePayers() {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new FeePayer(
                        LaneWork.MINT,
                        PublicKey.of(ByteBuffer.allocate(32).putInt(i).array()),
                        i,
                        0,
                        OptionalLong.empty()))
                .toList();
    }

    @Override
    public ChainStatus status() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ConservationReport checkConservation() {
        throw new UnsupportedOperationException();
    }
}
