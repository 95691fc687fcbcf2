package network.peer.web.graphql.wallet;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import network.peer.ledger.Ledger;
import network.peer.ledger.LedgerAccountId;
import network.peer.web.access.Caller;
import org.jspecify.annotations.Nullable;

/** The caller's account in the ledger, looked up once a request; it never becomes another. */
@RequestScoped
public class OwnLedgerAccount {
    private final Ledger ledger;
    private final Caller caller;
    private @Nullable LedgerAccountId id;

    @Inject
    public OwnLedgerAccount(Ledger ledger, Caller caller) {
        this.ledger = ledger;
        this.caller = caller;
    }

    @SuppressWarnings("NullAway") // for the proxy only
    protected OwnLedgerAccount() {
        this(null, null);
    }

    /** @throws network.peer.BusinessException UNAUTHENTICATED if nobody calls */
    public LedgerAccountId id() {
        LedgerAccountId known = id;
        if (known == null) {
            known = ledger.userAccount(caller.id());
            id = known;
        }
        return known;
    }
}
