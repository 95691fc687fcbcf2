package network.peer.web.graphql.tokenomics;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import network.peer.tokenomics.Tokenomics;
import network.peer.web.access.Anyone;
import network.peer.web.access.Guarded;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.GraphQLApi;
import org.eclipse.microprofile.graphql.Query;

/** The figures, open to everybody. */
@GraphQLApi
@Guarded
@ApplicationScoped
public class TokenomicsApi {
    private final Tokenomics tokenomics;

    @Inject
    public TokenomicsApi(Tokenomics tokenomics) {
        this.tokenomics = tokenomics;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected TokenomicsApi() {
        this.tokenomics = null;
    }

    @Anyone
    @Query("tokenomics")
    @Description("The figures of the token economy in force now.")
    public TokenomicsView tokenomics() {
        return TokenomicsView.of(tokenomics.current());
    }
}
