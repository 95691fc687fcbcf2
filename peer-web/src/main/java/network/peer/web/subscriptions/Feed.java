package network.peer.web.subscriptions;

import java.util.Collection;
import java.util.Map;

/**
 * States that can be watched, each by its key.
 *
 * @param <K> what a state belongs to, such as a user
 * @param <S> the state; its text tells it from every other one, as a record's does
 */
public interface Feed<K, S> {
    /** As they are now, by a number of statements that does not depend on how many; a key may be left out. */
    Map<K, S> read(Collection<K> keys);
}
