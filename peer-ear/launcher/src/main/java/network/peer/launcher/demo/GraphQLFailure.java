package network.peer.launcher.demo;

/** An error that the API answered, with its stable code. */
public class GraphQLFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    public GraphQLFailure(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
