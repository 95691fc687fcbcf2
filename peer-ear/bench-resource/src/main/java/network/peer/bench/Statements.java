package network.peer.bench;

/** The statements that the product executes for the read, word for word; the benchmark and a test compare them. */
final class Statements {
    static final String USER = "select u.id, u.email, u.user_name, u.status, u.verified_at is not null,"
            + " coalesce((select string_agg(r.role, ',') from app_user_role r where r.user_id = u.id), ''),"
            + " u.referral_code, u.created_at, u.inviter_id from app_user u where u.id = ? and exists (select 1"
            + " from session s where s.id = ? and s.user_id = u.id and s.ended_at is null)";

    static final String ACCOUNT = "select id from ledger_account where user_id = ? and unit = ?";

    static final String BALANCE =
            "select available_base_units, reserved_base_units from ledger_account_balance where account_id = ?";

    static final String SETTLED = "select w.user_id, greatest(0, b.available_base_units + b.reserved_base_units"
            + " + coalesce((select sum(o.amount_base_units) from settlement_open_leg o"
            + "  where o.from_wallet_id = w.id), 0)"
            + " - coalesce((select sum(o.amount_base_units) from settlement_open_leg o"
            + "  where o.to_wallet_id = w.id), 0))"
            + " from wallet w join ledger_account_balance b on b.user_id = w.user_id and b.unit = 'PEER'"
            + " where w.user_id = any (cast(? as uuid[])) and w.chain_state = 'ON_CHAIN'";

    private static final String PASSES_FILTER =
            "and (not cast(? as boolean) or exists (select 1 from ledger_transaction m"
                    + " where m.id = p.ledger_transaction_id"
                    + " and (cast(? as text[]) = '{}' or m.kind = any (cast(? as text[])))"
                    + " and (cast(? as timestamptz) is null or m.recorded_at >= cast(? as timestamptz))"
                    + " and (cast(? as timestamptz) is null or m.recorded_at < cast(? as timestamptz))))";

    static final String HISTORY = "with page as (select id from (" + side("debit") + " union " + side("credit")
            + ") moved order by id desc limit 11)"
            + " select t.id, t.kind, t.recorded_at, t.reward_day, p.id, p.role, p.amount_base_units,"
            + " p.debit_account_id = ?, o.user_id, o.system_code"
            + " from page join ledger_transaction t on t.id = page.id"
            + " join ledger_posting p on p.ledger_transaction_id = t.id"
            + " and (p.debit_account_id = ? or p.credit_account_id = ?)"
            + " join ledger_account o on o.id = case when p.debit_account_id = ?"
            + "  then p.credit_account_id else p.debit_account_id end"
            + " order by t.id desc, p.ordinal";

    static final String SETTLEMENTS = "select l.ledger_posting_id, a.state, a.signature, i.state = 'SETTLED'"
            + " from settlement_leg l join settlement_intent i on i.id = l.intent_id"
            + " left join settlement_net_window n on n.id = i.window_id"
            + " left join settlement_attempt_intent ai"
            + "  on ai.intent_id = coalesce(n.net_intent_id, i.id) and ai.open"
            + " left join settlement_attempt a on a.id = ai.attempt_id"
            + " where l.ledger_posting_id = any (cast(? as uuid[]))";

    static final String MESSAGES = "select ledger_transaction_id, message from transfer"
            + " where ledger_transaction_id = any (cast(? as uuid[])) and message is not null"
            + " and (sender_id = ? or recipient_id = ?)";

    private Statements() {}

    private static String side(String side) {
        String account = "p." + side + "_account_id";
        return "(select side.id from (select distinct " + account
                + ", p.ledger_transaction_id as id from ledger_posting p"
                + " where (" + account + ", p.ledger_transaction_id) < (cast(? as uuid),"
                + "  coalesce(cast(? as uuid), cast('ffffffff-ffff-ffff-ffff-ffffffffffff' as uuid)))"
                + " and " + account + " >= cast(? as uuid) " + PASSES_FILTER
                + " order by " + account + " desc, p.ledger_transaction_id desc limit 11) side)";
    }
}
