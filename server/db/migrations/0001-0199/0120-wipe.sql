-- A client to be wiped: `discard_unsent` is an administrator's order to delete its unsent work too; `wiped_at_ms` is when the device
-- said that key, tokens and data are gone.
alter table client
  add column discard_unsent boolean not null default false,
  add column wiped_at_ms bigint;
