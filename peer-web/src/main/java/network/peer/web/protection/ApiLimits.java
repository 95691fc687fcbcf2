package network.peer.web.protection;

import java.time.Duration;
import network.peer.configuration.Setting;

/**
 * How much one request may be and ask for.
 *
 * @param fields of an operation, each fragment counted wherever it is used
 * @param aliases counted likewise
 * @param rootFields the calls that one request makes
 * @param complexity the fields that an answer may have, see {@link PageComplexity}
 * @param bodyTime how long the body may take to come
 */
public record ApiLimits(
        int requestBytes,
        int queryCharacters,
        int tokens,
        int depth,
        int fields,
        int aliases,
        int rootFields,
        int complexity,
        Duration bodyTime,
        Duration timeout) {

    /** As the settings say now. */
    public static ApiLimits configured() {
        return new ApiLimits(
                number(Setting.API_REQUEST_BYTES),
                number(Setting.API_QUERY_CHARACTERS),
                number(Setting.API_QUERY_TOKENS),
                number(Setting.API_QUERY_DEPTH),
                number(Setting.API_QUERY_FIELDS),
                number(Setting.API_QUERY_ALIASES),
                number(Setting.API_ROOT_FIELDS),
                number(Setting.API_QUERY_COMPLEXITY),
                Setting.API_BODY_SECONDS.seconds(),
                Setting.API_TIMEOUT_SECONDS.seconds());
    }

    /** More than any answer takes, the time-out included; what takes longer has no end. */
    public Duration longestAnswer() {
        return timeout.multipliedBy(4);
    }

    /** Of the document; indentation is no attack. */
    public int whitespaceTokens() {
        return (int) Math.min(Integer.MAX_VALUE, 10L * tokens);
    }

    /** Half of what an int holds, so that one more can be read or counted. */
    private static int number(Setting setting) {
        return (int) Math.min(Integer.MAX_VALUE / 2, setting.positiveNumber());
    }
}
