package network.peer.web.graphql.settlement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import network.peer.settlement.SettlementStory;
import network.peer.settlement.SettlementStory.Pause;
import network.peer.settlement.SettlementStory.Stage;
import network.peer.web.subscriptions.Feed;

/** The one pipeline of settlement. */
@ApplicationScoped
public class SettlementFeed implements Feed<String, SettlementFeed.Pipeline> {
    /** Everything there is. */
    static final String WHOLE = "ALL";

    private final SettlementStory story;

    @Inject
    public SettlementFeed(SettlementStory story) {
        this.story = story;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected SettlementFeed() {
        this(null);
    }

    /** What is not settled, and what is paused. */
    public record Pipeline(List<Stage> stages, List<Pause> pauses) {}

    @Override
    public Map<String, Pipeline> read(Collection<String> keys) {
        Pipeline pipeline = new Pipeline(story.pipeline(), story.pauses());
        return keys.stream().collect(Collectors.toMap(Function.identity(), key -> pipeline));
    }
}
