package network.peer.chain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import network.peer.chain.keys.Signer;
import network.peer.chain.mint.MintFixtures;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.Programs;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Accounts, balances and tokens.
 *
 * @see <a href="https://solana.com/docs/rpc/http/getmultipleaccounts">getMultipleAccounts</a>
 * @see <a href="https://solana.com/docs/rpc/http/gettokensupply">getTokenSupply</a>
 */
class AccountMethodsContractIT {
    private static LocalnetProcess localnet;
    private static SolanaRpc rpc;
    private static Signer authority;
    private static PublicKey mint;
    private static PublicKey wallet;
    private static PublicKey tokenAccount;

    /** One mint, and 2.119542178 tokens for one wallet, all finalized. */
    @BeforeAll
    static void start() {
        localnet = LocalnetProcess.withoutTicker();
        rpc = localnet.rpc();
        authority = TestChain.funded(localnet);
        mint = MintFixtures.create(rpc, authority);
        wallet = TestChain.newKey().publicKey();
        tokenAccount = AssociatedTokenAccounts.address(wallet, mint);
        TestChain.sent(
                rpc,
                TestChain.sign(
                        rpc.getLatestBlockhash(ReadAt.PROCESSED).blockhash(),
                        List.of(authority),
                        AssociatedTokenAccounts.createIdempotent(authority.publicKey(), wallet, mint),
                        mintTo(2_119_542_178L)));
        localnet.finalizeAll();
    }

    @AfterAll
    static void stop() {
        localnet.close();
    }

    @Test
    void anAccountHasOwnerLamportsAndData() {
        AccountInfo account = rpc.getAccountInfo(tokenAccount, ReadAt.FINALIZED).orElseThrow();

        assertThat(account.owner()).isEqualTo(Programs.TOKEN_2022);
        assertThat(account.lamports()).isPositive();
        assertThat(account.isExecutable()).isFalse();
        assertThat(account.data()).startsWith(mint.bytes());
    }

    @Test
    void anAccountThatIsNotThereIsEmpty() {
        assertThat(rpc.getAccountInfo(TestChain.newKey().publicKey(), ReadAt.FINALIZED))
                .isEmpty();
    }

    @Test
    void severalTokenAccountsAreReadAtOneSlot() {
        PublicKey missing = TestChain.newKey().publicKey();

        AtSlot<Map<PublicKey, TokenAccount>> read =
                rpc.getTokenAccounts(List.of(missing, tokenAccount), ReadAt.FINALIZED);

        assertThat(read.slot()).isLessThanOrEqualTo(rpc.getSlot(ReadAt.FINALIZED));
        assertThat(read.value())
                .containsExactly(Map.entry(
                        tokenAccount, new TokenAccount(mint, wallet, new TokenAmount(2_119_542_178L), false)));
    }

    @Test
    void lamportsThatSomebodySentMakeNoTokenAccount() {
        PublicKey notThere = AssociatedTokenAccounts.address(TestChain.newKey().publicKey(), mint);
        TestChain.sent(rpc, TestChain.transfer(rpc, authority, notThere, TestChain.ONE_SOL));
        localnet.finalizeAll();

        assertThat(rpc.getAccountInfo(notThere, ReadAt.FINALIZED).orElseThrow().owner())
                .isEqualTo(Programs.SYSTEM);
        assertThat(rpc.getTokenAccounts(List.of(notThere, tokenAccount), ReadAt.FINALIZED)
                        .value())
                .containsOnlyKeys(tokenAccount);
    }

    @Test
    void anAccountOfAnotherKindIsAnError() {
        assertThatExceptionOfType(RpcUnavailable.class)
                .isThrownBy(() -> rpc.getTokenAccounts(List.of(mint), ReadAt.FINALIZED))
                .withMessageContaining("not a token account");
    }

    @Test
    void finalizedReadsDoNotShowWhatIsOnlyProcessed() {
        Signer payer = TestChain.funded(localnet);
        PublicKey receiver = TestChain.newKey().publicKey();
        TestChain.sent(rpc, TestChain.transfer(rpc, payer, receiver, TestChain.ONE_SOL));

        assertThat(rpc.getBalanceLamports(receiver, ReadAt.PROCESSED).value()).isEqualTo(TestChain.ONE_SOL);
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.CONFIRMED).value()).isZero();
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isZero();

        localnet.advance(1);
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.CONFIRMED).value()).isEqualTo(TestChain.ONE_SOL);
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isZero();

        localnet.finalizeAll();
        assertThat(rpc.getBalanceLamports(receiver, ReadAt.FINALIZED).value()).isEqualTo(TestChain.ONE_SOL);
    }

    @Test
    void supplyIsWhatWasMinted() {
        long before = rpc.getTokenSupply(mint, ReadAt.FINALIZED).value().baseUnits();
        Signer other = TestChain.newKey();
        TestChain.sent(
                rpc,
                TestChain.sign(
                        rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(authority),
                        AssociatedTokenAccounts.createIdempotent(authority.publicKey(), other.publicKey(), mint),
                        Token2022Instructions.mintToChecked(
                                mint,
                                AssociatedTokenAccounts.address(other.publicKey(), mint),
                                authority.publicKey(),
                                new TokenAmount(5))));
        localnet.finalizeAll();

        AtSlot<TokenAmount> after = rpc.getTokenSupply(mint, ReadAt.FINALIZED);

        assertThat(after.value().baseUnits()).isEqualTo(before + 5);
        assertThat(after.slot()).isLessThanOrEqualTo(rpc.getSlot(ReadAt.FINALIZED));
    }

    @Test
    void rentGrowsWithTheSize() {
        long empty = rpc.getMinimumBalanceForRentExemption(0);

        assertThat(empty).isPositive();
        assertThat(rpc.getMinimumBalanceForRentExemption(1_000)).isGreaterThan(empty);
    }

    private static Instruction mintTo(long baseUnits) {
        return Token2022Instructions.mintToChecked(
                mint, tokenAccount, authority.publicKey(), new TokenAmount(baseUnits));
    }
}
