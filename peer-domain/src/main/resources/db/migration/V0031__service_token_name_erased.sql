-- The names that a person gave to service tokens go with the account; the tokens stay, for the audit log names them.
alter table service_token drop constraint ck_service_token_name;
alter table service_token add constraint ck_service_token_name check (length(name) <= 60);
grant update (name) on service_token to "${appRole}";
update service_token t set name = '' from app_user u where u.id = t.user_id and u.status = 'DELETED';
