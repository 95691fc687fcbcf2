package network.peer.database;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;

/** Gives the services the container's entity manager, which follows the caller's JTA transaction. */
@ApplicationScoped
class EntityManagerProducer {

    @PersistenceContext(unitName = "peer")
    @SuppressWarnings("NullAway.Init")
    private EntityManager entityManager;

    @Produces
    EntityManager entityManager() {
        return entityManager;
    }
}
