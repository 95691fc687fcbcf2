-- How often a post was liked, disliked, commented and viewed is counted when it happens, so that reading a post costs one post.

-- Several parts of a post, so that few of those who act on it at the same moment wait for each other.
create table post_count (
    post_id uuid not null,
    part smallint not null,
    likes bigint not null,
    dislikes bigint not null,
    comments bigint not null,
    views bigint not null,
    constraint pk_post_count primary key (post_id, part),
    constraint fk_post_count_post foreign key (post_id) references post (id),
    constraint ck_post_count_part check (part between 0 and 7),
    constraint ck_post_count_positive check (least(likes, dislikes, comments, views) >= 0)
) with (fillfactor = 50);

-- Once a statement, in the transaction of the actions: both are there or neither is.
create function content_action_count() returns trigger
    language plpgsql security definer set search_path from current as
$$
begin
    insert into post_count as c (post_id, part, likes, dislikes, comments, views)
    select a.post_id, floor(random() * 8), count(*) filter (where a.kind = 'LIKE'),
        count(*) filter (where a.kind = 'DISLIKE'), count(*) filter (where a.kind = 'COMMENT'),
        count(*) filter (where a.kind = 'VIEW')
    from added a where a.kind <> 'POST' group by a.post_id order by a.post_id
    on conflict (post_id, part) do update set likes = c.likes + excluded.likes,
        dislikes = c.dislikes + excluded.dislikes, comments = c.comments + excluded.comments,
        views = c.views + excluded.views;
    return null;
end
$$;

-- An action in between would be counted twice or never, so trigger and what is there already are one transaction.
lock table content_action in share row exclusive mode;
create trigger tr_content_action_count after insert on content_action
    referencing new table as added for each statement execute function content_action_count();
insert into post_count (post_id, part, likes, dislikes, comments, views)
select post_id, 0, count(*) filter (where kind = 'LIKE'), count(*) filter (where kind = 'DISLIKE'),
    count(*) filter (where kind = 'COMMENT'), count(*) filter (where kind = 'VIEW')
from content_action where kind <> 'POST' group by post_id;

grant select on post_count to "${appRole}";
