package network.peer;

/** BAD_INPUT that names the argument or input field that is wrong, as the API calls it. */
public class InvalidInputException extends BusinessException {
    private final String field;

    /** @param rule what the field must be, for people */
    public InvalidInputException(String field, String rule) {
        super(ErrorCode.BAD_INPUT, field + ": " + rule);
        this.field = field;
    }

    public InvalidInputException(String field, String rule, Throwable cause) {
        super(ErrorCode.BAD_INPUT, field + ": " + rule, cause);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
