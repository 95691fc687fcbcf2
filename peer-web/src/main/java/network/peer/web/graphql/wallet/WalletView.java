package network.peer.web.graphql.wallet;

import io.smallrye.graphql.api.Nullable;
import network.peer.wallet.ChainState;
import network.peer.wallet.Wallet;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** The caller's own wallet on Solana. */
@Type("Wallet")
@Description("The caller's own wallet on Solana, whose key the server holds.")
public record WalletView(
        @Nullable @Description("The wallet's address; null for the moment after registering.")
        String address,

        @Description("Where the tokens stand: with everybody else's, moving, or in this wallet.")
        ChainState chainState) {
    static WalletView of(Wallet wallet) {
        return new WalletView(wallet.address() == null ? null : wallet.address().base58(), wallet.chainState());
    }
}
