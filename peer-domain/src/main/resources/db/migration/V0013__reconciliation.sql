-- Reconciliation, wallet by wallet and in total: each run with how far it came, and every difference with what explains it.

create table reconciliation_run (
    id uuid not null,
    started_at timestamptz not null default clock_timestamp(),
    last_wallet_id uuid,
    wallets bigint not null default 0,
    differences bigint not null default 0,
    ended_at timestamptz,
    constraint pk_reconciliation_run primary key (id),
    constraint ck_reconciliation_run_counts check (least(wallets, differences) >= 0)
);
create unique index uq_reconciliation_run_open on reconciliation_run ((true)) where ended_at is null;

create table reconciliation_difference (
    id uuid not null,
    run_id uuid not null,
    subject text not null,
    address text not null,
    slot bigint not null,
    on_chain_base_units numeric(20) not null,
    expected_base_units numeric(20) not null,
    explained boolean not null,
    explanation text not null,
    found_at timestamptz not null default clock_timestamp(),
    constraint pk_reconciliation_difference primary key (id),
    constraint uq_reconciliation_difference_address unique (run_id, address),
    constraint fk_reconciliation_difference_run foreign key (run_id) references reconciliation_run (id),
    constraint ck_reconciliation_difference_amounts check (on_chain_base_units <> expected_base_units)
);
create trigger tr_reconciliation_difference_immutable before update or delete or truncate on reconciliation_difference
    for each statement execute function settlement_refuse_change();

grant select, insert on reconciliation_run, reconciliation_difference to "${appRole}";
grant update (last_wallet_id, wallets, differences, ended_at) on reconciliation_run to "${appRole}";
