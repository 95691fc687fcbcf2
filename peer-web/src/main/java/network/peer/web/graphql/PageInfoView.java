package network.peer.web.graphql;

import io.smallrye.graphql.api.Nullable;
import network.peer.Page;
import org.eclipse.microprofile.graphql.Description;
import org.eclipse.microprofile.graphql.Type;

/** Where a page ends, as Relay connections say it. */
@Type("PageInfo")
@Description("Where a page ends.")
public record PageInfoView(
        @Description("Whether there is more after this page.")
        boolean hasNextPage,

        @Nullable @Description("Give it as `after` to get the next page; null on an empty page.")
        String endCursor) {
    public static PageInfoView of(Page<?> page) {
        int size = page.cursors().size();
        return new PageInfoView(
                page.hasNext(), size == 0 ? null : page.cursors().get(size - 1));
    }
}
