package network.peer.identity.internal;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import network.peer.BusinessException;
import network.peer.InvalidInputException;
import network.peer.identity.RegisterCommand;

/** Which e-mail addresses, user names and passwords an account can have. */
public final class RegistrationRules {
    private static final int LONGEST_EMAIL = 254;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 128;
    // The addresses that HTML forms accept (WHATWG "valid e-mail address"), with at least one dot in the domain.
    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
            + "@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+");
    private static final Pattern USER_NAME = Pattern.compile("[A-Za-z0-9_-]{3,23}");
    private static final Pattern LETTER = Pattern.compile("[A-Za-z]");
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "administrator",
            "anonymous",
            "api",
            "auditor",
            "burn",
            "company",
            "console",
            "deleted",
            "everyone",
            "external",
            "genesis",
            "graphql",
            "health",
            "help",
            "issuance",
            "login",
            "logout",
            "mint",
            "moderator",
            "nobody",
            "null",
            "official",
            "operator",
            "owner",
            "peer",
            "peernetwork",
            "peer-network",
            "peer_network",
            "register",
            "reserve",
            "reward_pool",
            "reward-pool",
            "rewardpool",
            "root",
            "security",
            "staff",
            "support",
            "system",
            "team",
            "treasury",
            "undefined",
            "user",
            "wallet");

    private RegistrationRules() {}

    /** @throws BusinessException BAD_INPUT naming the first field that breaks a rule */
    public static void check(RegisterCommand command) {
        checkEmail(command.email());
        requireUserName(command.userName());
        checkPassword("password", command.password());
    }

    /** @throws BusinessException BAD_INPUT */
    public static void checkEmail(String email) {
        require(email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches(), "email", "not an e-mail address");
    }

    private static void requireUserName(String userName) {
        require(USER_NAME.matcher(userName).matches(), "userName", "3 to 23 characters out of A-Z, a-z, 0-9, _ and -");
        require(LETTER.matcher(userName).find(), "userName", "at least one letter");
        require(!RESERVED.contains(userName.toLowerCase(Locale.ROOT)), "userName", "a reserved word");
    }

    /**
     * @param field what the API calls the password there
     * @throws BusinessException BAD_INPUT naming the first rule that the password breaks
     */
    public static void checkPassword(String field, String password) {
        int length = password.length() > LONGEST_PASSWORD * 2
                ? Integer.MAX_VALUE
                : password.codePointCount(0, password.length());
        require(
                length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD,
                field,
                SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        require(password.codePoints().anyMatch(Character::isLowerCase), field, "at least one lower-case letter");
        require(password.codePoints().anyMatch(Character::isUpperCase), field, "at least one upper-case letter");
        require(password.codePoints().anyMatch(Character::isDigit), field, "at least one digit");
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new InvalidInputException(field, rule);
        }
    }
}
