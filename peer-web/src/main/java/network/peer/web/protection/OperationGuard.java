package network.peer.web.protection;

import java.util.List;

/** Has the last word before an operation is run; put into graphql-java's context under its class's name. */
@FunctionalInterface
public interface OperationGuard {
    /**
     * @param rootFields the fields of the schema that are called, as often as they are
     * @throws network.peer.BusinessException if they may not be called now
     */
    void admit(List<String> rootFields);
}
