-- What operators write beside an intent: append-only, part of its story.

create table settlement_note (
    id uuid not null,
    intent_id uuid not null,
    note text not null,
    written_by uuid not null,
    written_at timestamptz not null default clock_timestamp(),
    constraint pk_settlement_note primary key (id),
    constraint fk_settlement_note_intent foreign key (intent_id) references settlement_intent (id),
    constraint fk_settlement_note_user foreign key (written_by) references app_user (id),
    constraint ck_settlement_note_note check (length(note) between 1 and 1000)
);
create index ix_settlement_note_intent on settlement_note (intent_id, written_at);
create trigger tr_settlement_note_immutable before update or delete or truncate on settlement_note
    for each statement execute function settlement_refuse_change();

grant select, insert on settlement_note to "${appRole}";
