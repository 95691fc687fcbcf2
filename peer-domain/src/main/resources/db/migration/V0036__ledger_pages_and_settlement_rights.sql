-- An account's movements are read by their transactions, newest first, a page at a time.
create index ix_ledger_posting_debit_transaction on ledger_posting (debit_account_id, ledger_transaction_id);
create index ix_ledger_posting_credit_transaction on ledger_posting (credit_account_id, ledger_transaction_id);
drop index ix_ledger_posting_debit;
drop index ix_ledger_posting_credit;

-- Steps are taken by changing intents, which calls these; called alone they would write a history that never was.
revoke execute on function settlement_attempts_stepped(text, text, uuid[], uuid[]) from public;
revoke execute on function settlement_intents_step(text, text, text, uuid[], bigint[], text[], uuid[], boolean) from public;

-- Whoever gives back what no lane holds any more locks it, and passes over what another gives back: PostgreSQL wants the
-- right to change a column for that.
grant update (claimed_until) on settlement_claim to "${appRole}";
create index ix_settlement_claim_until on settlement_claim (claimed_until);
create index ix_settlement_claim_fence on settlement_claim (lane, fence);
