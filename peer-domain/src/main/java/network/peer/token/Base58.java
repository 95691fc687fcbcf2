package network.peer.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The alphabet in which Solana writes keys and signatures. Numbers are held as 32-bit limbs, the most significant
 * first, and five digits are taken at a time: packing a transaction converts hundreds of keys.
 */
final class Base58 {
    private static final byte[] ALPHABET =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DIGITS = new byte[128];
    private static final int DIGITS_AT_A_TIME = 5;
    private static final long BASE_TO_THE_FIFTH = 58L * 58 * 58 * 58 * 58;

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            DIGITS[ALPHABET[i]] = (byte) i;
        }
    }

    private Base58() {}

    static String encode(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        int[] number = limbs(bytes);
        byte[] text = new byte[bytes.length * 2 + DIGITS_AT_A_TIME];
        int begin = text.length;
        for (int first = 0; first < number.length; ) {
            if (number[first] == 0) {
                first++;
                continue;
            }
            long rest = divide(number, first);
            for (int i = 0; i < DIGITS_AT_A_TIME; i++) {
                text[--begin] = ALPHABET[(int) (rest % 58)];
                rest /= 58;
            }
        }
        while (begin < text.length && text[begin] == ALPHABET[0]) {
            begin++;
        }
        begin -= zeros;
        Arrays.fill(text, begin, begin + zeros, ALPHABET[0]);
        return new String(text, begin, text.length - begin, StandardCharsets.US_ASCII);
    }

    /** @throws IllegalArgumentException if the text is not base58 of exactly {@code length} bytes */
    static byte[] decode(String text, int length) {
        if (text.length() > length * 2) {
            throw notOf(length);
        }
        int[] number = new int[(length + 3) / 4];
        for (int from = 0; from < text.length(); from += DIGITS_AT_A_TIME) {
            int until = Math.min(text.length(), from + DIGITS_AT_A_TIME);
            long factor = 1;
            long digits = 0;
            for (int i = from; i < until; i++) {
                char character = text.charAt(i);
                int digit = character < DIGITS.length ? DIGITS[character] : -1;
                if (digit < 0) {
                    throw notOf(length);
                }
                factor *= 58;
                digits = digits * 58 + digit;
            }
            if (multiplyAndAdd(number, factor, digits) != 0) {
                throw notOf(length);
            }
        }
        byte[] bytes = bytes(number, length);
        int zeros = 0;
        while (zeros < length && bytes[zeros] == 0) {
            zeros++;
        }
        int ones = 0;
        while (ones < text.length() && text.charAt(ones) == ALPHABET[0]) {
            ones++;
        }
        if (zeros != ones) {
            throw notOf(length);
        }
        return bytes;
    }

    /** Divides in place. @return the remainder */
    private static long divide(int[] number, int first) {
        long rest = 0;
        for (int i = first; i < number.length; i++) {
            long dividend = rest << 32 | Integer.toUnsignedLong(number[i]);
            number[i] = (int) (dividend / BASE_TO_THE_FIFTH);
            rest = dividend % BASE_TO_THE_FIFTH;
        }
        return rest;
    }

    /** @return what does not fit any more */
    private static long multiplyAndAdd(int[] number, long factor, long summand) {
        long carry = summand;
        for (int i = number.length - 1; i >= 0; i--) {
            long product = Integer.toUnsignedLong(number[i]) * factor + carry;
            number[i] = (int) product;
            carry = product >>> 32;
        }
        return carry;
    }

    private static int[] limbs(byte[] bytes) {
        int[] number = new int[(bytes.length + 3) / 4];
        for (int i = 0; i < bytes.length; i++) {
            int place = bytes.length - 1 - i;
            number[number.length - 1 - place / 4] |= (bytes[i] & 0xff) << (8 * (place % 4));
        }
        return number;
    }

    private static byte[] bytes(int[] number, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int place = length - 1 - i;
            bytes[i] = (byte) (number[number.length - 1 - place / 4] >>> (8 * (place % 4)));
        }
        return bytes;
    }

    private static IllegalArgumentException notOf(int length) {
        return new IllegalArgumentException("not base58 of " + length + " bytes");
    }
}
