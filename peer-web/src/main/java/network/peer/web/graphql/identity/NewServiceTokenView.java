package network.peer.web.graphql.identity;

import network.peer.identity.ServiceToken;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** A new service token with its secret, which is never shown again. */
@Type("NewServiceToken")
@Description("A new service token with its secret.")
public record NewServiceTokenView(
        @Description("Goes with every request, as bearer token in the Authorization header; never shown again.")
        String secret,

        @Description("What the secret belongs to.") ServiceTokenView serviceToken) {
    static NewServiceTokenView of(ServiceToken.Created created) {
        return new NewServiceTokenView(created.secret(), ServiceTokenView.of(created.token()));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewServiceTokenView[id=" + serviceToken.id() + "]";
    }
}
