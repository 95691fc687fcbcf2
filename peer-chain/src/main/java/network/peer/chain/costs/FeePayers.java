package network.peer.chain.costs;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.ReadAt;
import network.peer.settlement.ChainBooks;
import network.peer.settlement.FeePayer;
import network.peer.settlement.LaneWork;
import network.peer.token.PublicKey;

/** The SOL of the keys that pay fees, and how long it lasts at the pace of the last week. */
public final class FeePayers {
    private static final Duration WEEK = Duration.ofDays(7);

    private final ChainBooks books;
    private final Endpoints endpoints;
    private final Keystore keystore;

    public FeePayers(ChainBooks books, Endpoints endpoints, Keystore keystore) {
        this.books = books;
        this.endpoints = endpoints;
        this.keystore = keystore;
    }

    /** @throws network.peer.chain.rpc.RpcException if the chain cannot be read */
    public List<FeePayer> status() {
        return List.of(status(LaneWork.MINT, KeyRole.MINT_AUTHORITY), status(LaneWork.TRANSFER, KeyRole.FEE_PAYER));
    }

    private FeePayer status(LaneWork work, KeyRole role) {
        PublicKey address = keystore.signer(role).publicKey();
        long balanceLamports = endpoints
                .preferred()
                .getBalanceLamports(address, ReadAt.CONFIRMED)
                .value();
        long spentLamports = books.spentLamports(WEEK, work);
        return new FeePayer(work, address, balanceLamports, spentLamports, runwayDays(balanceLamports, spentLamports));
    }

    private static OptionalLong runwayDays(long balanceLamports, long spentLamports) {
        return spentLamports <= 0
                ? OptionalLong.empty()
                : OptionalLong.of(BigInteger.valueOf(balanceLamports)
                        .multiply(BigInteger.valueOf(WEEK.toDays()))
                        .divide(BigInteger.valueOf(spentLamports))
                        .longValueExact());
    }
}
