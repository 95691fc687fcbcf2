package network.peer.chain.tx;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.token.PublicKey;

/** The one token account that a wallet has for a Token-2022 mint at an address anybody can compute. */
public final class AssociatedTokenAccounts {
    private static final byte[] CREATE_IDEMPOTENT = {1};

    /**
     * Creating a Token-2022 account calls four times: get the size, create the account, make the owner immutable,
     * initialize. If somebody sent SOL to the address before, it is two more; simulation shows that.
     */
    private static final int CREATE_TRACE_ENTRIES = 5;

    /** Deriving an address takes a third of a millisecond, and one payout asks for its own several times. */
    private static final Map<Owned, PublicKey> DERIVED = new ConcurrentHashMap<>();

    private static final int MOST_DERIVED = 20_000;

    private AssociatedTokenAccounts() {}

    private record Owned(PublicKey wallet, PublicKey mint) {}

    public static PublicKey address(PublicKey wallet, PublicKey mint) {
        if (DERIVED.size() >= MOST_DERIVED) {
            DERIVED.clear();
        }
        return DERIVED.computeIfAbsent(new Owned(wallet, mint), AssociatedTokenAccounts::derive);
    }

    private static PublicKey derive(Owned owned) {
        return ProgramAddresses.find(
                List.of(
                        owned.wallet().bytes(),
                        Programs.TOKEN_2022.bytes(),
                        owned.mint().bytes()),
                Programs.ASSOCIATED_TOKEN);
    }

    /** Does nothing if the account exists: anyone may have created it before. */
    public static Instruction createIdempotent(PublicKey payer, PublicKey wallet, PublicKey mint) {
        return createIdempotent(payer, address(wallet, mint), wallet, mint);
    }

    /** As above, for a caller that knows the token account's address already. */
    public static Instruction createIdempotent(
            PublicKey payer, PublicKey tokenAccount, PublicKey wallet, PublicKey mint) {
        return new Instruction(
                Programs.ASSOCIATED_TOKEN,
                List.of(
                        AccountMeta.writableSigner(payer),
                        AccountMeta.writable(tokenAccount),
                        AccountMeta.readOnly(wallet),
                        AccountMeta.readOnly(mint),
                        AccountMeta.readOnly(Programs.SYSTEM),
                        AccountMeta.readOnly(Programs.TOKEN_2022)),
                CREATE_IDEMPOTENT,
                CREATE_TRACE_ENTRIES);
    }
}
