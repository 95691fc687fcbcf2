package network.peer.web.subscriptions;

import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.RequestScoped;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import mutiny.zero.flow.adapters.AdaptersToReactiveStreams;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** One look of one subscription: gives its state as an event, unless the client knows it already. */
@RequestScoped
public class Watch {
    private @Nullable String known;
    private @Nullable Watched<?> watched;

    /** @param version of the state that was told last; null at the first look, when the client's cursor counts */
    void since(@Nullable String version) {
        this.known = version;
    }

    @Nullable
    Watched<?> watched() {
        return watched;
    }

    /**
     * The state of the key as one event, or no event if the client knows it.
     *
     * @param after the cursor that the client gave, if any
     * @param view makes the event of a cursor and the state
     * @throws network.peer.BusinessException BAD_INPUT if the cursor is none of ours
     */
    public <K, S, V> Publisher<V> look(
            Feed<K, S> feed, K key, @Nullable String after, BiFunction<String, @Nullable S, V> view) {
        if (after != null) {
            Version.require(after);
        }
        S state = feed.read(List.of(key)).get(key);
        String version = Version.of(state);
        watched = new Watched<>(feed, key, version);
        boolean news = !version.equals(known == null ? after : known);
        return AdaptersToReactiveStreams.publisher(
                Multi.createFrom().items(news ? Stream.of(view.apply(version, state)) : Stream.empty()));
    }
}
