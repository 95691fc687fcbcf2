-- What users write and do: posts, comments, actions, and how much of the free allowance is used.

create table post (
    id uuid not null,
    author_id uuid not null,
    text text not null,
    visibility text not null default 'VISIBLE',
    created_at timestamptz not null,
    constraint pk_post primary key (id),
    constraint uq_post_author unique (id, author_id),
    constraint fk_post_author foreign key (author_id) references app_user (id),
    constraint ck_post_visibility check (visibility in ('VISIBLE', 'HIDDEN', 'DELETED')),
    constraint ck_post_text check (length(text) between 1 and 40000)
);
create index ix_post_author on post (author_id, id);

create table comment (
    id uuid not null,
    post_id uuid not null,
    parent_comment_id uuid,
    author_id uuid not null,
    text text not null,
    visibility text not null default 'VISIBLE',
    created_at timestamptz not null,
    constraint pk_comment primary key (id),
    constraint uq_comment_post unique (id, post_id),
    constraint fk_comment_post foreign key (post_id) references post (id),
    -- A reply stays under the post of what it replies to.
    constraint fk_comment_parent foreign key (parent_comment_id, post_id) references comment (id, post_id),
    constraint fk_comment_author foreign key (author_id) references app_user (id),
    constraint ck_comment_parent check (parent_comment_id <> id),
    constraint ck_comment_visibility check (visibility in ('VISIBLE', 'HIDDEN', 'DELETED')),
    constraint ck_comment_text check (length(text) between 1 and 40000)
);
create index ix_comment_post on comment (post_id, id);
create index ix_comment_author on comment (author_id, id);
create index ix_comment_parent on comment (parent_comment_id) where parent_comment_id is not null;

create table content_action (
    id uuid not null,
    kind text not null,
    actor_id uuid not null,
    post_id uuid not null,
    post_author_id uuid not null,
    comment_id uuid,
    payment text not null,
    price_base_units bigint not null,
    ledger_transaction_id uuid,
    recorded_at timestamptz not null,
    action_day date not null,
    tokenomics_version integer not null,
    constraint pk_content_action primary key (id),
    constraint uq_content_action_ledger_transaction unique (ledger_transaction_id),
    constraint uq_content_action_comment unique (comment_id),
    constraint fk_content_action_actor foreign key (actor_id) references app_user (id),
    constraint fk_content_action_post foreign key (post_id, post_author_id) references post (id, author_id),
    constraint fk_content_action_comment foreign key (comment_id, post_id) references comment (id, post_id),
    constraint fk_content_action_ledger_transaction foreign key (ledger_transaction_id)
        references ledger_transaction (id),
    constraint fk_content_action_tokenomics foreign key (tokenomics_version) references tokenomics (version),
    constraint ck_content_action_kind check (kind in ('POST', 'LIKE', 'DISLIKE', 'COMMENT', 'VIEW')),
    constraint ck_content_action_own check (case kind
        when 'POST' then actor_id = post_author_id
        when 'COMMENT' then true
        else actor_id <> post_author_id end),
    constraint ck_content_action_comment check ((kind = 'COMMENT') = (comment_id is not null)),
    constraint ck_content_action_payment check (case payment
        when 'NO_PRICE' then price_base_units = 0 and ledger_transaction_id is null
        when 'ALLOWANCE' then price_base_units = 0 and ledger_transaction_id is null
        when 'TOKENS' then price_base_units > 0 and ledger_transaction_id is not null
        else false end),
    constraint ck_content_action_day check (action_day = (recorded_at at time zone 'UTC')::date)
);
-- Once per user and post, for ever.
create unique index uq_content_action_once on content_action (actor_id, post_id, kind)
    where kind in ('LIKE', 'DISLIKE', 'VIEW');
create unique index uq_content_action_post on content_action (post_id) where kind = 'POST';
create index ix_content_action_post_kind on content_action (post_id, kind);
create index ix_content_action_actor_day on content_action (actor_id, action_day);
create trigger tr_content_action_immutable before update or delete or truncate on content_action
    for each statement execute function refuse_change();

-- The first answer to an idempotency key, kept for ever. Inserted first, so that duplicates wait for each other here.
create table content_request (
    actor_id uuid not null,
    idempotency_key text not null,
    input_hash text not null,
    action_id uuid not null,
    constraint pk_content_request primary key (actor_id, idempotency_key),
    constraint uq_content_request_action unique (action_id),
    constraint fk_content_request_actor foreign key (actor_id) references app_user (id),
    constraint fk_content_request_action foreign key (action_id) references content_action (id)
        deferrable initially deferred,
    constraint ck_content_request_key check (length(idempotency_key) between 1 and 100)
);
create trigger tr_content_request_immutable before update or delete or truncate on content_request
    for each statement execute function refuse_change();

create table free_allowance_use (
    user_id uuid not null,
    day date not null,
    kind text not null,
    used integer not null,
    allowed integer not null,
    constraint pk_free_allowance_use primary key (user_id, day, kind),
    constraint fk_free_allowance_use_user foreign key (user_id) references app_user (id),
    constraint ck_free_allowance_use_kind check (kind in ('POST', 'LIKE', 'DISLIKE', 'COMMENT')),
    constraint ck_free_allowance_use_used check (used between 1 and allowed)
);

grant select, insert on post, comment, content_action, content_request, free_allowance_use to "${appRole}";
grant update (visibility) on post, comment to "${appRole}";
grant update (used, allowed) on free_allowance_use to "${appRole}";
