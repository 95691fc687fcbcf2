package network.peer.web.health;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** For whoever routes traffic or restarts processes: JSON with every part's name, and 200 or 503. */
@Path("")
@RequestScoped
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {
    @Inject
    @SuppressWarnings("NullAway.Init") // RESTEasy wants a constructor without parameters
    private Readiness readiness;

    /** The process serves requests. Asks nothing else: a restart heals no database. */
    @GET
    @Path("live")
    public Response live() {
        return answer(List.of());
    }

    /** Everything that a request needs is there. */
    @GET
    @Path("ready")
    public Response ready() {
        return answer(readiness.checks());
    }

    private static Response answer(List<HealthCheck> checks) {
        HealthAnswer answer = HealthAnswer.of(checks);
        return Response.status(answer.status())
                .header("Cache-Control", "no-store")
                .entity(answer.json())
                .build();
    }
}
