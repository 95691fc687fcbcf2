package network.peer.chain.mint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.testing.LocalnetProcess;
import network.peer.chain.testing.TestChain;
import network.peer.chain.tx.AssociatedTokenAccounts;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mint on a chain whose slots come by themselves. */
class PeerMintIT {
    private static final MintMetadata METADATA =
            new MintMetadata("Peer Tökén", "PEER", "https://example.org/peer.json");

    @TempDir
    private static Path folder = Path.of("");

    private static Keystore keystore;
    private LocalnetProcess localnet;
    private SolanaRpc rpc;
    private PublicKey mint;
    private Signer authority;

    @BeforeAll
    static void createKeystore() {
        keystore = Keystore.create(folder.resolve("keystore.sealed"), "passphrase");
    }

    @BeforeEach
    void start() {
        localnet = LocalnetProcess.ticking();
        rpc = localnet.rpc();
        mint = keystore.signer(KeyRole.MINT).publicKey();
        authority = keystore.signer(KeyRole.MINT_AUTHORITY);
        fund(authority.publicKey());
    }

    @AfterEach
    void stop() {
        localnet.close();
    }

    @Test
    void createsTheMintOnceAndVerifiesItEverAfter() {
        PeerMint created = PeerMint.create(rpc, keystore, METADATA);
        int sent = localnet.calls("sendTransaction");
        PeerMint again = PeerMint.create(rpc, keystore, METADATA);

        assertThat(created).isEqualTo(new PeerMint(mint, authority.publicKey(), METADATA));
        assertThat(again).isEqualTo(created);
        assertThat(PeerMint.verify(rpc, mint, authority.publicKey())).isEqualTo(created);
        assertThat(localnet.calls("sendTransaction")).isEqualTo(sent);
    }

    @Test
    void paysExactlyTheRentOfItsFinalSize() {
        PeerMint.create(rpc, keystore, METADATA);

        AccountInfo account = rpc.getAccountInfo(mint, ReadAt.FINALIZED).orElseThrow();

        assertThat(account.data()).hasSize((int) MintAccount.sizeWith(METADATA));
        assertThat(account.lamports()).isEqualTo(rpc.getMinimumBalanceForRentExemption(MintAccount.sizeWith(METADATA)));
    }

    @Test
    void theMintMintsTransfersAndBurns() {
        PeerMint.create(rpc, keystore, METADATA);
        Signer user = keystore.userWallet(0);
        PublicKey treasury = keystore.signer(KeyRole.TREASURY).publicKey();
        PublicKey userTokens = AssociatedTokenAccounts.address(user.publicKey(), mint);
        PublicKey treasuryTokens = AssociatedTokenAccounts.address(treasury, mint);

        SignedTransaction transaction = TestChain.sent(
                rpc,
                TestChain.sign(
                        rpc.getLatestBlockhash(ReadAt.CONFIRMED).blockhash(),
                        List.of(authority, user),
                        AssociatedTokenAccounts.createIdempotent(authority.publicKey(), user.publicKey(), mint),
                        AssociatedTokenAccounts.createIdempotent(authority.publicKey(), treasury, mint),
                        Token2022Instructions.mintToChecked(
                                mint, userTokens, authority.publicKey(), TokenAmount.ofPeer(5_000)),
                        Token2022Instructions.transferChecked(
                                userTokens, mint, treasuryTokens, user.publicKey(), TokenAmount.ofPeer(20)),
                        Token2022Instructions.burnChecked(userTokens, mint, user.publicKey(), TokenAmount.ofPeer(1))));
        Finality.sendAndAwait(rpc, transaction, Long.MAX_VALUE);

        var held = rpc.getTokenAccounts(List.of(userTokens, treasuryTokens), ReadAt.FINALIZED)
                .value();
        assertThat(held.get(userTokens)).returns(TokenAmount.ofPeer(4_979), account -> account.amount());
        assertThat(held.get(treasuryTokens)).returns(TokenAmount.ofPeer(20), account -> account.amount());
        assertThat(rpc.getTokenSupply(mint, ReadAt.FINALIZED).value()).isEqualTo(TokenAmount.ofPeer(4_999));
    }

    @Test
    void aLostReplyDoesNotStopTheCreation() {
        localnet.arm(Json.createObjectBuilder().add("method", "sendTransaction").add("fault", "loseReply"));

        assertThat(PeerMint.create(rpc, keystore, METADATA).address()).isEqualTo(mint);
    }

    @Test
    void aDroppedTransactionIsSentAgain() {
        localnet.arm(Json.createObjectBuilder().add("method", "sendTransaction").add("fault", "drop"));

        assertThat(PeerMint.create(rpc, keystore, METADATA).address()).isEqualTo(mint);
    }

    @Test
    void aTransactionThatNeverLandsEndsWithItsBlockhash() {
        localnet.arm(Json.createObjectBuilder()
                .add("method", "sendTransaction")
                .add("fault", "drop")
                .addNull("count"));

        assertThatExceptionOfType(MintException.class)
                .isThrownBy(() -> PeerMint.create(rpc, keystore, METADATA))
                .withMessageContaining("did not land before its blockhash expired");

        localnet.disarm();
        assertThat(PeerMint.create(rpc, keystore, METADATA).address()).isEqualTo(mint);
    }

    @Test
    void anAuthorityWithoutMoneyIsToldWhatItNeeds() {
        try (LocalnetProcess empty = LocalnetProcess.ticking()) {
            assertThatExceptionOfType(MintException.class)
                    .isThrownBy(() -> PeerMint.create(empty.rpc(), keystore, METADATA))
                    .withMessageContaining(authority.publicKey().base58())
                    .withMessageContaining("lamports of rent");
        }
    }

    @Test
    void refusesAChainWithoutTheMint() {
        assertThatExceptionOfType(MintException.class)
                .isThrownBy(() -> PeerMint.verify(rpc, mint, authority.publicKey()))
                .withMessageContaining("there is no mint");
    }

    @Test
    void refusesAnAccountThatIsNoMint() {
        assertThatExceptionOfType(MintException.class)
                .isThrownBy(() -> PeerMint.verify(rpc, authority.publicKey(), authority.publicKey()))
                .withMessageContaining("no Token-2022 mint");
    }

    @Test
    void refusesAMintOfAnotherAuthority() {
        PeerMint.create(rpc, keystore, METADATA);

        assertThatExceptionOfType(MintException.class)
                .isThrownBy(() -> PeerMint.verify(
                        rpc, mint, keystore.signer(KeyRole.TREASURY).publicKey()))
                .withMessageContaining("mint authority " + authority.publicKey());
    }

    @Test
    void namesEveryDifferenceOfAMintThatIsNotOurs() {
        Signer other = keystore.signer(KeyRole.MINT);
        PublicKey freezer = keystore.signer(KeyRole.TREASURY).publicKey();
        createOther(
                other,
                Token2022Instructions.initializeMetadataPointer(other.publicKey(), null, freezer),
                Token2022Instructions.initializeMint2(other.publicKey(), 6, authority.publicKey(), freezer));

        assertThatExceptionOfType(MintException.class)
                .isThrownBy(() -> PeerMint.create(rpc, keystore, METADATA))
                .withMessageContaining("6 decimals instead of 9")
                .withMessageContaining("it has a freeze authority")
                .withMessageContaining("extensions [18] instead of [18, 19]")
                .withMessageContaining("its metadata is elsewhere");
    }

    private void createOther(Signer other, Instruction... initialization) {
        MintFixtures.create(rpc, authority, other, initialization);
        await(() -> rpc.getAccountInfo(other.publicKey(), ReadAt.CONFIRMED).isPresent());
    }

    private void fund(PublicKey address) {
        rpc.requestAirdrop(address, TestChain.ONE_SOL);
        await(() -> rpc.getBalanceLamports(address, ReadAt.FINALIZED).value() > 0);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
