-- Reconciliation as a batch job: how far a run is, and its findings in the order in which they were found, page by page.

alter table job_run add column compared_wallets bigint not null default 0;
alter table job_run add constraint ck_job_run_compared_wallets check (compared_wallets >= 0);
grant update (compared_wallets) on job_run to "${appRole}";

create index ix_reconciliation_difference_run on reconciliation_difference (run_id, id);
