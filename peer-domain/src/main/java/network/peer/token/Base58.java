package network.peer.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The alphabet in which Solana writes keys and signatures. */
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);

    private Base58() {}

    static String encode(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        BigInteger rest = new BigInteger(1, bytes);
        while (rest.signum() > 0) {
            BigInteger[] quotientAndRemainder = rest.divideAndRemainder(BASE);
            digits.append(ALPHABET.charAt(quotientAndRemainder[1].intValue()));
            rest = quotientAndRemainder[0];
        }
        for (int i = 0; i < bytes.length && bytes[i] == 0; i++) {
            digits.append('1');
        }
        return digits.reverse().toString();
    }

    /** @throws IllegalArgumentException if the text is not base58 of exactly {@code length} bytes */
    static byte[] decode(String text, int length) {
        if (text.length() > length * 2) {
            throw new IllegalArgumentException("not base58 of " + length + " bytes");
        }
        BigInteger number = BigInteger.ZERO;
        for (byte character : text.getBytes(StandardCharsets.UTF_8)) {
            int digit = ALPHABET.indexOf(character);
            if (digit < 0) {
                throw new IllegalArgumentException("not base58 of " + length + " bytes");
            }
            number = number.multiply(BASE).add(BigInteger.valueOf(digit));
        }
        int leadingZeros = 0;
        while (leadingZeros < text.length() && text.charAt(leadingZeros) == '1') {
            leadingZeros++;
        }
        byte[] magnitude = number.signum() == 0 ? new byte[0] : number.toByteArray();
        int signByte = magnitude.length > 0 && magnitude[0] == 0 ? 1 : 0;
        if (leadingZeros + magnitude.length - signByte != length) {
            throw new IllegalArgumentException("not base58 of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        System.arraycopy(magnitude, signByte, bytes, leadingZeros, magnitude.length - signByte);
        return Arrays.copyOf(bytes, length);
    }
}
