package network.peer.chain.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import network.peer.chain.keys.Keystore;
import network.peer.chain.recovery.DerivedWallets.Found;
import network.peer.chain.rpc.AtSlot;
import network.peer.chain.rpc.Endpoints;
import network.peer.chain.rpc.RpcEndpoint;
import network.peer.chain.rpc.RpcException;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.rpc.TokenAccount;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one endpoint does not show of a lost user's wallet, another does. */
class DerivedWalletsTest {
    private static final PublicKey MINT = TestChain.newKey().publicKey();
    private static final SolanaRpc DEAD =
            SolanaRpc.connect(RpcEndpoint.of("http://127.0.0.1:1"), Duration.ofSeconds(1));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Keystore keystore;

    @BeforeAll
    static void open() {
        keystore = Keystore.create(folder.resolve("keystore.sealed"), "a passphrase for tests");
    }

    @Test
    void whatAnyEndpointShowsCounts() {
        DerivedWallets wallets =
                new DerivedWallets(new Endpoints(List.of(showing(3), showing(7, 250))), keystore, MINT);

        assertThat(wallets.from(0, 300)).extracting(Found::index).containsExactly(3L, 7L, 250L);
        assertThat(wallets.among(List.of(2L, 3L, 7L))).extracting(Found::index).containsExactly(3L, 7L);
    }

    @Test
    void oneAnswerOfTwoEndpointsProvesNothing() {
        DerivedWallets wallets = new DerivedWallets(new Endpoints(List.of(showing(3), DEAD)), keystore, MINT);

        assertThatThrownBy(() -> wallets.from(0, 100)).isInstanceOf(RpcException.class);
    }

    @Test
    void ofThreeOneMayBeSilent() {
        DerivedWallets wallets =
                new DerivedWallets(new Endpoints(List.of(DEAD, showing(), showing(5))), keystore, MINT);

        assertThat(wallets.from(0, 100)).extracting(Found::index).containsExactly(5L);
    }

    private static SolanaRpc showing(long... indexes) {
        Map<PublicKey, TokenAccount> shown = new HashMap<>();
        for (long index : indexes) {
            PublicKey wallet = keystore.userWallet(index).publicKey();
            shown.put(
                    AssociatedTokenAccounts.address(wallet, MINT),
                    new TokenAccount(MINT, wallet, TokenAmount.ofPeer(1), false));
        }
        return (SolanaRpc) Proxy.newProxyInstance(
                SolanaRpc.class.getClassLoader(), new Class<?>[] {SolanaRpc.class}, (proxy, method, arguments) -> {
                    Map<PublicKey, TokenAccount> existing = new HashMap<>(shown);
                    existing.keySet().retainAll((List<?>) arguments[0]);
                    return new AtSlot<>(1, existing);
                });
    }
}
