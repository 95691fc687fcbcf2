-- A stop for lost commits ends after a rebuild has placed all that the chain has: by the rebuild itself if nothing is left
-- to decide, else by two operators. A derivation index given out since it began is of nobody whom an unknown transaction pays.

alter table settlement_pause
    add column next_derivation_index bigint,
    add column rebuilt_in text,
    add column rebuilt_whole boolean not null default false,
    add column resume_requested_by uuid,
    add column resume_approved_by uuid,
    add constraint fk_settlement_pause_resume_requested foreign key (resume_requested_by) references app_user (id),
    add constraint fk_settlement_pause_resume_approved foreign key (resume_approved_by) references app_user (id),
    add constraint ck_settlement_pause_recovery check (scope = 'RECOVERY'
        or next_derivation_index is null and rebuilt_in is null and not rebuilt_whole and resume_requested_by is null),
    add constraint ck_settlement_pause_rebuilt check (rebuilt_in is not null
        or not rebuilt_whole and resume_requested_by is null),
    add constraint ck_settlement_pause_two_operators check (resume_approved_by is null
        or resume_requested_by is not null and resume_approved_by <> resume_requested_by);

create function settlement_pause_refuse_resume() returns trigger language plpgsql as
$$
begin
    if old.scope = 'RECOVERY' and not old.rebuilt_whole and old.resume_approved_by is null then
        raise exception 'settlement stays stopped for recovery until it was rebuilt, or two operators resume it'
            using errcode = 'integrity_constraint_violation';
    end if;
    return old;
end
$$;
create trigger tr_settlement_pause_resume before delete on settlement_pause
    for each row execute function settlement_pause_refuse_resume();

grant update (next_derivation_index, rebuilt_in, rebuilt_whole, resume_requested_by, resume_approved_by)
    on settlement_pause to "${appRole}";
