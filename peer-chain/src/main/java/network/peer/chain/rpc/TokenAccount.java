package network.peer.chain.rpc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import network.peer.chain.tx.Programs;
import network.peer.token.PublicKey;
import network.peer.token.TokenAmount;

/** A Token-2022 account: what one wallet holds of one mint. */
public record TokenAccount(PublicKey mint, PublicKey wallet, TokenAmount amount, boolean frozen) {
    private static final int BASE_LENGTH = 165;
    private static final int WALLET_OFFSET = 32;
    private static final int AMOUNT_OFFSET = 64;
    private static final int STATE_OFFSET = 108;
    private static final int ACCOUNT_TYPE_OFFSET = 165;
    private static final int ACCOUNT_TYPE_TOKEN = 2;
    private static final int INITIALIZED = 1;
    private static final int FROZEN = 2;

    /**
     * Empty if nobody opened it: whoever sends lamports to an address makes an account of the System program there.
     *
     * @throws IllegalArgumentException if it is anything else than an initialized token account of Token-2022; nobody can
     *     put that at an associated address
     */
    public static Optional<TokenAccount> of(AccountInfo account) {
        byte[] data = account.data();
        if (account.owner().equals(Programs.SYSTEM) && data.length == 0) {
            return Optional.empty();
        }
        if (!account.owner().equals(Programs.TOKEN_2022)
                || data.length < BASE_LENGTH
                || (data.length > BASE_LENGTH && data[ACCOUNT_TYPE_OFFSET] != ACCOUNT_TYPE_TOKEN)
                || (data[STATE_OFFSET] != INITIALIZED && data[STATE_OFFSET] != FROZEN)) {
            throw new IllegalArgumentException("not a token account of Token-2022: " + account);
        }
        long amount = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(AMOUNT_OFFSET);
        return Optional.of(new TokenAccount(
                PublicKey.of(Arrays.copyOfRange(data, 0, WALLET_OFFSET)),
                PublicKey.of(Arrays.copyOfRange(data, WALLET_OFFSET, AMOUNT_OFFSET)),
                new TokenAmount(amount),
                data[STATE_OFFSET] == FROZEN));
    }
}
