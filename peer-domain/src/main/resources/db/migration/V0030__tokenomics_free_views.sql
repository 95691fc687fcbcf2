-- Views cost nothing: they may come without an idempotency key, and nobody pays without one.
alter table tokenomics add constraint ck_tokenomics_view_price check (view_price_base_units = 0);
