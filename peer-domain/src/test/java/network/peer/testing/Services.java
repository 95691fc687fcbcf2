package network.peer.testing;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import network.peer.content.Actions;
import network.peer.content.Moderation;
import network.peer.content.Posts;
import network.peer.identity.AccountMail;
import network.peer.identity.Accounts;
import network.peer.identity.LogInAttempts;
import network.peer.identity.LogIns;
import network.peer.identity.NewPasswords;
import network.peer.identity.Passwords;
import network.peer.identity.ServiceTokens;
import network.peer.identity.Sessions;
import network.peer.ledger.Ledger;
import network.peer.mail.MailOutbox;
import network.peer.operations.AuditLog;
import network.peer.operations.JobRuns;
import network.peer.rewards.DayTotals;
import network.peer.rewards.GemEvents;
import network.peer.rewards.RewardDays;
import network.peer.rewards.RewardEstimates;
import network.peer.rewards.RewardProposals;
import network.peer.rewards.RewardQueries;
import network.peer.time.BusinessClock;
import network.peer.tokenomics.Tokenomics;
import network.peer.transfer.Transfers;
import network.peer.wallet.Wallets;

/** The services as the container would wire them, around one entity manager and one clock. */
public record Services(
        Accounts accounts,
        Sessions sessions,
        Posts posts,
        Actions actions,
        Moderation moderation,
        Tokenomics tokenomics,
        GemEvents gemEvents,
        RewardDays rewardDays,
        RewardQueries rewardQueries,
        RewardEstimates rewardEstimates,
        RewardProposals rewardProposals,
        JobRuns jobRuns,
        Transfers transfers,
        Ledger ledger,
        LogInAttempts attempts,
        LogIns logIns,
        Passwords passwords,
        NewPasswords newPasswords,
        ServiceTokens serviceTokens,
        AccountMail accountMail) {

    public static Services of(EntityManager entities, Clock time) {
        return of(entities, time, Holders.ledger(entities));
    }

    public static Services of(EntityManager entities, Clock time, Ledger ledger) {
        BusinessClock clock = new BusinessClock(entities, time);
        AuditLog audit = new AuditLog(entities);
        Tokenomics tokenomics = new Tokenomics(entities, clock);
        GemEvents gemEvents = new GemEvents(entities);
        MailOutbox mailer = new MailOutbox(entities);
        Accounts accounts = new Accounts(entities, ledger, new Wallets(entities), mailer, audit, clock);
        Sessions sessions = new Sessions(entities, accounts);
        LogInAttempts attempts = new LogInAttempts(entities);
        ServiceTokens serviceTokens = new ServiceTokens(entities, accounts, audit);
        Passwords passwords = new Passwords(entities, accounts, sessions, serviceTokens, attempts, mailer, clock);
        return new Services(
                accounts,
                sessions,
                new Posts(entities, ledger, gemEvents, accounts, tokenomics, clock),
                new Actions(entities, ledger, gemEvents, accounts, tokenomics, clock),
                new Moderation(entities, audit),
                tokenomics,
                gemEvents,
                new RewardDays(entities, ledger, tokenomics, clock),
                new RewardQueries(entities),
                new RewardEstimates(entities, ledger, tokenomics, new DayTotals(), clock),
                new RewardProposals(entities, audit, clock),
                new JobRuns(entities),
                new Transfers(entities, ledger, tokenomics, clock),
                ledger,
                attempts,
                new LogIns(attempts, passwords, sessions, serviceTokens),
                passwords,
                new NewPasswords(accounts, passwords),
                serviceTokens,
                new AccountMail(entities, accounts, mailer));
    }
}
