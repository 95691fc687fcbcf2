-- Rebuilding from the chain after commits were lost: a pause of its own that no other pause hides, and a list of what
-- the chain cannot tell. All else goes through the rights, and past the triggers, that the application has anyway.

alter table settlement_pause drop constraint ck_settlement_pause_scope;
alter table settlement_pause add constraint ck_settlement_pause_scope check (scope in ('ALL', 'RECOVERY')
    or scope ~ '^LANE:[a-z0-9-]+$'
    or scope in ('KIND:MINT', 'KIND:TRANSFER', 'KIND:BURN', 'KIND:MIGRATION', 'KIND:WITHDRAWAL'));

create table recovery_finding (
    id uuid not null,
    kind text not null,
    subject text not null,
    details text not null,
    found_at timestamptz not null default clock_timestamp(),
    constraint pk_recovery_finding primary key (id),
    constraint uq_recovery_finding_subject unique (kind, subject),
    constraint ck_recovery_finding_kind check (kind ~ '^[A-Z][A-Z_]+$')
);
create trigger tr_recovery_finding_immutable before update or delete or truncate on recovery_finding
    for each statement execute function settlement_refuse_change();

-- Payouts of a day are looked up when the day is allocated, in case they were rebuilt from the chain before.
create index ix_ledger_transaction_reward_day on ledger_transaction (reward_day) where reward_day is not null;

grant select, insert on recovery_finding to "${appRole}";
grant select on sequence wallet_derivation_index to "${appRole}";
