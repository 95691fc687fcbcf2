package network.peer.web.graphql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import network.peer.Page;

/** Turns pages into the edges of Relay connections. */
public final class Edges {
    private Edges() {}

    /** @param edge makes an edge of a cursor and an item */
    public static <T, E> List<E> of(Page<T> page, BiFunction<String, T, E> edge) {
        List<E> edges = new ArrayList<>();
        for (int i = 0; i < page.items().size(); i++) {
            edges.add(edge.apply(page.cursors().get(i), page.items().get(i)));
        }
        return edges;
    }
}
