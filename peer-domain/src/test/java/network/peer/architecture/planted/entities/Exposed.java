package network.peer.architecture.planted.entities;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Planted: an entity outside of internals. */
@Entity
public class Exposed {
    @Id
    long id;
}
