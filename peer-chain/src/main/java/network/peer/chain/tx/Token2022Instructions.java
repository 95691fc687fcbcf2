package network.peer.chain.tx;

import java.util.List;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;
import org.jspecify.annotations.Nullable;

/**
 * Instructions of the Token-2022 program. Only the checked forms, which name mint and decimals, so that a wrong account
 * fails instead of moving another token.
 */
public final class Token2022Instructions {
    private static final int TRANSFER_CHECKED = 12;
    private static final int MINT_TO_CHECKED = 14;
    private static final int BURN_CHECKED = 15;
    private static final int INITIALIZE_MINT_2 = 20;
    private static final int METADATA_POINTER_EXTENSION = 39;
    private static final int METADATA_POINTER_INITIALIZE = 0;
    /** First eight bytes of SHA-256 of {@code spl_token_metadata_interface:initialize_account}. */
    private static final byte[] TOKEN_METADATA_INITIALIZE = {
        (byte) 210, (byte) 225, 30, (byte) 162, 88, (byte) 184, 77, (byte) 141
    };

    private Token2022Instructions() {}

    /** Comes after the extensions' own initialization, and fixes them for ever. */
    public static Instruction initializeMint2(
            PublicKey mint, int decimals, PublicKey mintAuthority, @Nullable PublicKey freezeAuthority) {
        WireWriter data = new WireWriter().u8(INITIALIZE_MINT_2).u8(decimals).key(mintAuthority);
        if (freezeAuthority == null) {
            data.u8(0);
        } else {
            data.u8(1).key(freezeAuthority);
        }
        return token2022(List.of(AccountMeta.writable(mint)), data);
    }

    /** Says where the mint's metadata is found; comes before {@link #initializeMint2}. */
    public static Instruction initializeMetadataPointer(
            PublicKey mint, @Nullable PublicKey authority, PublicKey metadataAddress) {
        WireWriter data = new WireWriter()
                .u8(METADATA_POINTER_EXTENSION)
                .u8(METADATA_POINTER_INITIALIZE)
                .bytes(authority == null ? new byte[PublicKey.LENGTH_BYTES] : authority.bytes())
                .key(metadataAddress);
        return token2022(List.of(AccountMeta.writable(mint)), data);
    }

    /** Writes name, symbol and URI into the mint itself, which grows by it and must hold the rent already. */
    public static Instruction initializeTokenMetadata(
            PublicKey mint,
            PublicKey updateAuthority,
            PublicKey mintAuthority,
            String name,
            String symbol,
            String uri) {
        WireWriter data = new WireWriter()
                .bytes(TOKEN_METADATA_INITIALIZE)
                .string(name)
                .string(symbol)
                .string(uri);
        return token2022(
                List.of(
                        AccountMeta.writable(mint),
                        AccountMeta.readOnly(updateAuthority),
                        AccountMeta.readOnly(mint),
                        AccountMeta.signer(mintAuthority)),
                data);
    }

    /** @param tokenAccount the receiving token account, not the wallet that owns it */
    public static Instruction mintToChecked(
            PublicKey mint, PublicKey tokenAccount, PublicKey mintAuthority, TokenAmount amount) {
        return token2022(
                List.of(
                        AccountMeta.writable(mint),
                        AccountMeta.writable(tokenAccount),
                        AccountMeta.signer(mintAuthority)),
                checked(MINT_TO_CHECKED, amount));
    }

    /** Between token accounts; {@code owner} is the wallet that owns {@code from}, and signs. */
    public static Instruction transferChecked(
            PublicKey from, PublicKey mint, PublicKey to, PublicKey owner, TokenAmount amount) {
        return token2022(
                List.of(
                        AccountMeta.writable(from),
                        AccountMeta.readOnly(mint),
                        AccountMeta.writable(to),
                        AccountMeta.signer(owner)),
                checked(TRANSFER_CHECKED, amount));
    }

    /** {@code owner} is the wallet that owns {@code tokenAccount}, and signs. */
    public static Instruction burnChecked(PublicKey tokenAccount, PublicKey mint, PublicKey owner, TokenAmount amount) {
        return token2022(
                List.of(AccountMeta.writable(tokenAccount), AccountMeta.writable(mint), AccountMeta.signer(owner)),
                checked(BURN_CHECKED, amount));
    }

    private static WireWriter checked(int tag, TokenAmount amount) {
        return new WireWriter().u8(tag).u64(amount.baseUnits()).u8(TokenAmount.DECIMALS);
    }

    private static Instruction token2022(List<AccountMeta> accounts, WireWriter data) {
        return new Instruction(Programs.TOKEN_2022, accounts, data.toBytes());
    }
}
