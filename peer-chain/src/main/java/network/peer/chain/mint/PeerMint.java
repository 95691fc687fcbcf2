package network.peer.chain.mint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import network.peer.chain.keys.KeyRole;
import network.peer.chain.keys.Keystore;
import network.peer.chain.keys.Signer;
import network.peer.chain.rpc.AccountInfo;
import network.peer.chain.rpc.LatestBlockhash;
import network.peer.chain.rpc.ReadAt;
import network.peer.chain.rpc.SimulationResult;
import network.peer.chain.rpc.SolanaRpc;
import network.peer.chain.tx.Instruction;
import network.peer.chain.tx.MessageVersion;
import network.peer.chain.tx.NetworkLimits;
import network.peer.chain.tx.Programs;
import network.peer.chain.tx.SignedTransaction;
import network.peer.chain.tx.SystemInstructions;
import network.peer.chain.tx.Token2022Instructions;
import network.peer.chain.tx.TransactionMessage;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/**
 * The PEER mint as verified on chain. What it can do is fixed for ever when it is created:
 *
 * <ul>
 *   <li>metadata in the mint itself, with a pointer that nobody can turn elsewhere; name, symbol and URI can be changed
 *       by the mint authority, because a URI may have to move, and a key that can mint at will endangers nothing more by
 *       it;
 *   <li>no freeze authority: suspending a user happens on our books; a freeze key could only be stolen, and then every
 *       wallet, RESERVE too, would stand still, and holders in self-custody would depend on us for ever;
 *   <li>no permanent delegate: it could burn or move anybody's tokens;
 *   <li>no close authority: a mint that can be closed and created anew under the same address is no ground for books;
 *   <li>no fee, hook, pause or other extension: each is a way in which a transfer that the ledger booked can fail.
 * </ul>
 */
public record PeerMint(PublicKey address, PublicKey mintAuthority, MintMetadata metadata) {
    private static final MessageVersion VERSION = MessageVersion.LEGACY;
    private static final List<Integer> EXTENSIONS = List.of(MintAccount.METADATA_POINTER, MintAccount.TOKEN_METADATA);

    /**
     * Creates the mint and waits until that is final; if it exists already, verifies it instead. May be repeated after
     * any failure: the address comes from the keystore, so there can never be two.
     *
     * @throws MintException if the mint cannot be created, or the existing one is not as it must be
     */
    public static PeerMint create(SolanaRpc rpc, Keystore keystore, MintMetadata metadata) {
        Signer mint = keystore.signer(KeyRole.MINT);
        Signer authority = keystore.signer(KeyRole.MINT_AUTHORITY);
        if (Finality.accountOnceFinal(rpc, mint.publicKey()).isEmpty()) {
            createNew(rpc, mint, authority, metadata);
        }
        return verify(rpc, mint.publicKey(), authority.publicKey());
    }

    /**
     * Checks the finalized mint against all that was fixed at creation.
     *
     * @throws MintException naming everything that differs
     */
    public static PeerMint verify(SolanaRpc rpc, PublicKey address, PublicKey mintAuthority) {
        Optional<AccountInfo> account = rpc.getAccountInfo(address, ReadAt.FINALIZED);
        if (account.isEmpty()) {
            throw new MintException("there is no mint " + address + " on this chain; create it first");
        }
        if (!account.get().owner().equals(Programs.TOKEN_2022)) {
            throw new MintException(address + " is no Token-2022 mint: its owner is "
                    + account.get().owner());
        }
        try {
            MintAccount mint = new MintAccount(account.get().data());
            List<String> differences = differences(mint, address, mintAuthority);
            if (!differences.isEmpty()) {
                throw new MintException("mint " + address + " is not ours: " + String.join("; ", differences));
            }
            return new PeerMint(address, mintAuthority, mint.metadata());
        } catch (IllegalArgumentException e) {
            throw new MintException(address + " is no mint that we can use: " + e.getMessage(), e);
        }
    }

    private static List<String> differences(MintAccount mint, PublicKey address, PublicKey mintAuthority) {
        List<String> differences = new ArrayList<>();
        if (mint.decimals() != TokenAmount.DECIMALS) {
            differences.add(mint.decimals() + " decimals instead of " + TokenAmount.DECIMALS);
        }
        if (!mintAuthority.equals(mint.mintAuthority())) {
            differences.add("mint authority " + mint.mintAuthority() + " instead of " + mintAuthority);
        }
        if (mint.freezeAuthority() != null) {
            differences.add("it has a freeze authority");
        }
        if (!mint.extensionTypes().equals(EXTENSIONS)) {
            differences.add("extensions " + mint.extensionTypes() + " instead of " + EXTENSIONS);
        }
        if (!address.equals(mint.metadataAddress())) {
            differences.add("its metadata is elsewhere");
        }
        return differences;
    }

    private static void createNew(SolanaRpc rpc, Signer mint, Signer authority, MintMetadata metadata) {
        LatestBlockhash blockhash = rpc.getLatestBlockhash(ReadAt.CONFIRMED);
        long rentLamports = rpc.getMinimumBalanceForRentExemption(MintAccount.sizeWith(metadata));
        TransactionMessage message = TransactionMessage.of(
                VERSION,
                authority.publicKey(),
                blockhash.blockhash(),
                instructions(mint.publicKey(), authority.publicKey(), metadata, rentLamports),
                NetworkLimits.PUBLIC_CLUSTERS);
        SignedTransaction transaction = SignedTransaction.sign(message, List.of(authority, mint));
        SimulationResult simulation = rpc.simulateTransaction(transaction, ReadAt.CONFIRMED);
        if (simulation.wouldFail()) {
            throw new MintException("creating the mint would fail: " + simulation.error() + " (the mint authority "
                    + authority.publicKey() + " pays " + rentLamports + " lamports of rent and the fees): "
                    + simulation.logs());
        }
        Finality.sendAndAwait(rpc, transaction, blockhash.lastValidBlockHeight());
    }

    private static List<Instruction> instructions(
            PublicKey mint, PublicKey authority, MintMetadata metadata, long rentLamports) {
        return List.of(
                SystemInstructions.createAccount(
                        authority, mint, rentLamports, MintAccount.sizeAtCreation(), Programs.TOKEN_2022),
                Token2022Instructions.initializeMetadataPointer(mint, null, mint),
                Token2022Instructions.initializeMint2(mint, TokenAmount.DECIMALS, authority, null),
                Token2022Instructions.initializeTokenMetadata(
                        mint, authority, authority, metadata.name(), metadata.symbol(), metadata.uri()));
    }
}
