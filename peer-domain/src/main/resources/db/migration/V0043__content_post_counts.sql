-- How often each post was liked, disliked, commented on and viewed, so that reading it does not count what ever was done to
-- it. Each count is cut into slots, of which a transaction takes the first that no other one holds: who acts on a post never
-- waits for others who do, and a post has no more slots than were ever needed at once.

create table post_count (
    post_id uuid not null,
    kind text not null,
    slot integer not null,
    actions bigint not null,
    constraint pk_post_count primary key (post_id, kind, slot),
    constraint fk_post_count_post foreign key (post_id) references post (id),
    constraint ck_post_count_kind check (kind in ('LIKE', 'DISLIKE', 'COMMENT', 'VIEW')),
    constraint ck_post_count_slot check (slot between 0 and 255),
    constraint ck_post_count_actions check (actions > 0)
) with (fillfactor = 50);

-- Until the trigger is there nobody acts.
lock table content_action in share row exclusive mode;
insert into post_count (post_id, kind, slot, actions)
select post_id, kind, 0, count(*) from content_action where kind <> 'POST' group by post_id, kind;

create function content_action_counted() returns trigger
    language plpgsql security definer set search_path from current as
$$
declare
    acted record;
    free_slot integer;
begin
    for acted in
        select post_id, kind, count(*) as actions from added where kind <> 'POST' group by post_id, kind
        order by post_id, kind
    loop
        free_slot := 0;
        -- More than have a connection at once do not fit, and would wait for the last.
        while free_slot < 255 and not pg_try_advisory_xact_lock(
                hashtextextended('post_count ' || acted.post_id || acted.kind, free_slot)) loop
            free_slot := free_slot + 1;
        end loop;
        insert into post_count as c (post_id, kind, slot, actions)
        values (acted.post_id, acted.kind, free_slot, acted.actions)
        on conflict on constraint pk_post_count do update set actions = c.actions + excluded.actions;
    end loop;
    return null;
end
$$;
create trigger tr_content_action_counted after insert on content_action
    referencing new table as added for each statement execute function content_action_counted();

-- Nobody counts them by post any more.
drop index ix_content_action_post_kind;

grant select on post_count to "${appRole}";
