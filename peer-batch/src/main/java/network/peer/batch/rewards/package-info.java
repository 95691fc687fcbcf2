/** The steps of the job {@code daily-rewards}, each a thin call of the domain's reward days. */
@NullMarked
package network.peer.batch.rewards;

import org.jspecify.annotations.NullMarked;
