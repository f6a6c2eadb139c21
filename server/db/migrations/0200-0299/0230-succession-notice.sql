-- Whose officials a notice concerns; empty: everybody's.
alter table notice add column agencies text[] not null default '{}';
