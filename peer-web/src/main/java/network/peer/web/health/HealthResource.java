package network.peer.web.health;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
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

    static Response answer(List<HealthCheck> checks) {
        boolean up = checks.stream().allMatch(HealthCheck::up);
        return Response.status(up ? Response.Status.OK : Response.Status.SERVICE_UNAVAILABLE)
                .header("Cache-Control", "no-store")
                .entity(json(up, checks).toString())
                .build();
    }

    private static JsonObject json(boolean up, List<HealthCheck> checks) {
        JsonArrayBuilder parts = Json.createArrayBuilder();
        for (HealthCheck check : checks) {
            JsonObjectBuilder part =
                    Json.createObjectBuilder().add("name", check.name()).add("status", status(check.up()));
            if (!check.up()) {
                part.add("reason", check.reason());
            }
            parts.add(part);
        }
        return Json.createObjectBuilder()
                .add("status", status(up))
                .add("checks", parts)
                .build();
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
