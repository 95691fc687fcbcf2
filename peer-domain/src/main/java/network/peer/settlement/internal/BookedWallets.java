package network.peer.settlement.internal;

/** What stands on the books for a wallet of ours. */
public final class BookedWallets {
    /** SQL for the base units booked for wallet {@code w}: a user's own, the TREASURY's, or all that RESERVE holds. */
    public static final String BASE_UNITS = "case w.role"
            + " when 'TREASURY' then (select b.available_base_units + b.reserved_base_units"
            + "  from ledger_account_balance b where b.system_code = 'TREASURY' and b.unit = 'PEER')"
            + " when 'RESERVE' then (select coalesce(sum(b.available_base_units + b.reserved_base_units), 0)"
            + "  from ledger_account_balance b join wallet u on u.user_id = b.user_id"
            + "  where b.unit = 'PEER' and u.chain_state <> 'ON_CHAIN')"
            + " else case when w.chain_state = 'ON_CHAIN' then (select b.available_base_units + b.reserved_base_units"
            + "  from ledger_account_balance b where b.user_id = w.user_id and b.unit = 'PEER') else 0 end end";

    private BookedWallets() {}
}
