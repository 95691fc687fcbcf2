package network.peer;

import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param cursors the cursor of each item, in the same order
 * @param hasNext whether there is more after the last item
 */
public record Page<T>(List<T> items, List<String> cursors, boolean hasNext) {
    public Page {
        items = List.copyOf(items);
        cursors = List.copyOf(cursors);
        if (items.size() != cursors.size()) {
            throw new IllegalArgumentException(items.size() + " items with " + cursors.size() + " cursors");
        }
    }

    /**
     * Cuts a page from rows of which one more than wanted was asked for.
     *
     * @param key the sort key of an item, as text
     */
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, String> key) {
        List<T> items = rows.subList(0, Math.min(rows.size(), request.first()));
        List<String> cursors = items.stream().map(key).map(PageRequest::cursor).toList();
        return new Page<>(items, cursors, rows.size() > request.first());
    }

    public <R> Page<R> map(Function<T, R> view) {
        return new Page<>(items.stream().map(view).toList(), cursors, hasNext);
    }
}
