package network.peer.token;

/** A non-negative quantity of PEER, counted in base units: the integer that the mint itself uses. */
public record TokenAmount(long baseUnits) implements Comparable<TokenAmount> {
    /** Decimal places of PEER: 1 PEER is 10^9 base units. */
    public static final int DECIMALS = 9;

    public static final TokenAmount ZERO = new TokenAmount(0);

    private static final long ONE_PEER = 1_000_000_000L;

    public TokenAmount {
        if (baseUnits < 0) {
            throw new IllegalArgumentException("negative token amount: " + baseUnits);
        }
    }

    public static TokenAmount ofPeer(long wholePeer) {
        return new TokenAmount(Math.multiplyExact(wholePeer, ONE_PEER));
    }

    /**
     * Reads what a person types, such as {@code 12.5}.
     *
     * @throws IllegalArgumentException if it is no plain decimal number, is negative, has more than nine decimals, or
     *     exceeds what a mint can hold
     */
    public static TokenAmount parse(String decimal) {
        if (!decimal.matches("[0-9]{1,10}(\\.[0-9]{1,9})?")) {
            throw new IllegalArgumentException(
                    "an amount is a plain decimal number with at most " + DECIMALS + " decimals, such as 12.5");
        }
        int point = decimal.indexOf('.');
        String whole = point < 0 ? decimal : decimal.substring(0, point);
        String fraction = point < 0 ? "" : decimal.substring(point + 1);
        String padded = fraction + "0".repeat(DECIMALS - fraction.length());
        try {
            return ofPeer(Long.parseLong(whole)).plus(new TokenAmount(Long.parseLong(padded)));
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException("the amount exceeds what a mint can hold: " + decimal, tooLarge);
        }
    }

    public TokenAmount plus(TokenAmount other) {
        return new TokenAmount(Math.addExact(baseUnits, other.baseUnits));
    }

    /** @throws IllegalArgumentException if the other amount is larger */
    public TokenAmount minus(TokenAmount other) {
        return new TokenAmount(Math.subtractExact(baseUnits, other.baseUnits));
    }

    public boolean isZero() {
        return baseUnits == 0;
    }

    /** In PEER with all nine decimals, for people: {@code 12.500000000}. */
    public String display() {
        return "%d.%09d".formatted(baseUnits / ONE_PEER, baseUnits % ONE_PEER);
    }

    @Override
    public int compareTo(TokenAmount other) {
        return Long.compare(baseUnits, other.baseUnits);
    }
}
