package network.peer.rewards;

import java.time.LocalDate;
import java.time.ZoneOffset;
import network.peer.ledger.Ledger;
import network.peer.ledger.SystemAccount;
import network.peer.rewards.internal.RewardDayStore;
import network.peer.token.TokenAmount;
import network.peer.tokenomics.Tokenomics;
import network.peer.tokenomics.TokenomicsVersion;

/** What a day may mint: the daily pool, or what the total cap leaves of it after what other days have allocated. */
final class RewardPool {
    private final RewardDayStore store;
    private final Ledger ledger;
    private final Tokenomics tokenomics;

    RewardPool(RewardDayStore store, Ledger ledger, Tokenomics tokenomics) {
        this.store = store;
        this.ledger = ledger;
        this.tokenomics = tokenomics;
    }

    TokenAmount of(LocalDate day) {
        long left = ledger.balance(SystemAccount.REWARD_POOL.id()).available().baseUnits() - store.unpaidBaseUnits();
        return new TokenAmount(Math.min(version(day).dailyPool().baseUnits(), Math.max(0, left)));
    }

    /** Pool and gem weights change at midnight only, so the version of the day's first instant has the day's pool. */
    TokenomicsVersion version(LocalDate day) {
        return tokenomics.at(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
}
