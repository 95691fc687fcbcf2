package network.peer.chain.simulation;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import network.peer.token.PublicKey;
import network.peer.token.TransactionSignature;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes of a transaction say, legacy or v0, read without any of the code that wrote them.
 *
 * @param signature the first one, which names the transaction
 * @param blockhash 32 bytes
 * @see <a href="https://solana.com/docs/core/transactions">the wire format</a>
 */
record WireTransaction(ByteBuffer signature, ByteBuffer blockhash, List<Step> steps, int signatures) {
    private static final PublicKey TOKEN_2022 = new PublicKey("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
    private static final PublicKey ASSOCIATED_TOKEN = new PublicKey("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");
    private static final PublicKey MEMO = new PublicKey("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");
    private static final PublicKey COMPUTE_BUDGET = new PublicKey("ComputeBudget111111111111111111111111111111");
    private static final Map<ByteBuffer, PublicKey> KNOWN_KEYS = new ConcurrentHashMap<>();

    private static final int TRANSFER_CHECKED = 12;
    private static final int MINT_TO_CHECKED = 14;
    private static final int BURN_CHECKED = 15;
    private static final int DECIMALS = 9;

    /** What one instruction does. */
    enum Kind {
        NOTHING,
        MEMO,
        CREATE,
        MINT,
        TRANSFER,
        BURN
    }

    /**
     * One instruction.
     *
     * @param from token account that is debited
     * @param to token account that is credited or created
     * @param authority who must have signed; of a CREATE, the wallet
     */
    record Step(
            int index,
            Kind kind,
            String memo,
            @Nullable PublicKey from,
            @Nullable PublicKey to,
            @Nullable PublicKey authority,
            @Nullable PublicKey mint,
            long amount,
            boolean authoritySigned) {}

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                TransactionSignature.of(copy(signature)).base58().substring(0, 8));
        for (Step step : steps) {
            switch (step.kind()) {
                case NOTHING, CREATE -> {}
                case MEMO -> text.append(" '").append(step.memo()).append('\'');
                default -> text.append(' ').append(step.kind()).append(' ').append(step.amount());
            }
        }
        return text.toString();
    }

    private static byte[] copy(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    static WireTransaction read(byte[] wire) {
        return new Reader(wire).transaction();
    }

    private static final class Reader {
        private final ByteBuffer in;

        Reader(byte[] wire) {
            in = ByteBuffer.wrap(wire).order(ByteOrder.LITTLE_ENDIAN);
        }

        WireTransaction transaction() {
            int signatures = compact();
            byte[] first = bytes(64);
            in.position(in.position() + 64 * (signatures - 1));
            int header = in.get(in.position()) & 0xff;
            if (header >= 0x80) {
                if (header != 0x80) {
                    throw new IllegalArgumentException("transaction version " + (header & 0x7f));
                }
                in.get();
            }
            int signers = in.get();
            in.get();
            in.get();
            if (signers != signatures) {
                throw new IllegalArgumentException(signatures + " signatures for " + signers + " signers");
            }
            List<PublicKey> keys = new ArrayList<>();
            for (int count = compact(); keys.size() < count; ) {
                keys.add(key());
            }
            ByteBuffer blockhash = ByteBuffer.wrap(bytes(32));
            List<Step> steps = new ArrayList<>();
            for (int count = compact(); steps.size() < count; ) {
                steps.add(step(steps.size(), keys, signers));
            }
            return new WireTransaction(ByteBuffer.wrap(first), blockhash, steps, signatures);
        }

        private Step step(int index, List<PublicKey> keys, int signers) {
            PublicKey program = keys.get(in.get());
            byte[] accounts = bytes(compact());
            byte[] data = bytes(compact());
            if (program.equals(COMPUTE_BUDGET)) {
                return new Step(index, Kind.NOTHING, "", null, null, null, null, 0, true);
            }
            if (program.equals(MEMO)) {
                String text = new String(data, StandardCharsets.UTF_8);
                return new Step(index, Kind.MEMO, text, null, null, null, null, 0, true);
            }
            if (program.equals(ASSOCIATED_TOKEN) && Arrays.equals(data, new byte[] {1})) {
                return new Step(
                        index,
                        Kind.CREATE,
                        "",
                        null,
                        keys.get(accounts[1]),
                        keys.get(accounts[2]),
                        keys.get(accounts[3]),
                        0,
                        accounts[0] < signers);
            }
            if (!program.equals(TOKEN_2022)) {
                throw new IllegalArgumentException("a program that settlement does not use: " + program);
            }
            long amount = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getLong(1);
            if (data.length != 10 || data[9] != DECIMALS) {
                throw new IllegalArgumentException("decimals " + data[9]);
            }
            return switch (data[0]) {
                case MINT_TO_CHECKED ->
                    token(index, Kind.MINT, keys, signers, -1, accounts[1], accounts[2], accounts[0], amount);
                case TRANSFER_CHECKED ->
                    token(
                            index,
                            Kind.TRANSFER,
                            keys,
                            signers,
                            accounts[0],
                            accounts[2],
                            accounts[3],
                            accounts[1],
                            amount);
                case BURN_CHECKED ->
                    token(index, Kind.BURN, keys, signers, accounts[0], -1, accounts[2], accounts[1], amount);
                default -> throw new IllegalArgumentException("token instruction " + data[0]);
            };
        }

        private static Step token(
                int index,
                Kind kind,
                List<PublicKey> keys,
                int signers,
                int from,
                int to,
                int authority,
                int mint,
                long amount) {
            return new Step(
                    index,
                    kind,
                    "",
                    from < 0 ? null : keys.get(from),
                    to < 0 ? null : keys.get(to),
                    keys.get(authority),
                    keys.get(mint),
                    amount,
                    authority < signers);
        }

        private int compact() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                int next = in.get() & 0xff;
                value |= (next & 0x7f) << shift;
                if (next < 0x80) {
                    return value;
                }
            }
        }

        private PublicKey key() {
            return KNOWN_KEYS.computeIfAbsent(ByteBuffer.wrap(bytes(32)), bytes -> PublicKey.of(copy(bytes)));
        }

        private byte[] bytes(int count) {
            byte[] bytes = new byte[count];
            in.get(bytes);
            return bytes;
        }
    }
}
