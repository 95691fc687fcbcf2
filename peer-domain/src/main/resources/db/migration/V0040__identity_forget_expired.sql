-- Sessions whose last refresh token expired long ago are deleted with all their tokens, found and checked by an index.
create index ix_refresh_token_session on refresh_token (session_id);
create index ix_refresh_token_unused on refresh_token (expires_at) where used_at is null;

grant delete on session, refresh_token to "${appRole}";
