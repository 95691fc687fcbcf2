package network.peer.web.subscriptions;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads every feed once for all its subscribers. */
final class FeedReader {
    private FeedReader() {}

    /** Those whose state is no longer the one they know. */
    static List<Subscriber> changes(Collection<Subscriber> subscribers) {
        Map<Feed<?, ?>, List<Subscriber>> byFeed = new HashMap<>();
        for (Subscriber subscriber : subscribers) {
            Watched<?> watched = subscriber.watched();
            if (watched != null) {
                byFeed.computeIfAbsent(watched.feed(), feed -> new ArrayList<>())
                        .add(subscriber);
            }
        }
        List<Subscriber> changed = new ArrayList<>();
        byFeed.forEach((feed, watching) -> changed.addAll(changes(feed, watching)));
        return changed;
    }

    @SuppressWarnings("unchecked") // a watched key is one of its feed
    private static <K> List<Subscriber> changes(Feed<K, ?> feed, List<Subscriber> watching) {
        Map<Subscriber, Watched<K>> watched = new HashMap<>();
        for (Subscriber subscriber : watching) {
            Watched<?> current = subscriber.watched();
            if (current != null) {
                watched.put(subscriber, (Watched<K>) current);
            }
        }
        Map<K, ?> states = feed.read(watched.values().stream().map(Watched::key).collect(Collectors.toSet()));
        return watching.stream()
                .filter(subscriber -> {
                    Watched<K> known = watched.get(subscriber);
                    return known != null && !Version.of(states.get(known.key())).equals(known.version());
                })
                .toList();
    }
}
