-- Who is away when, and who takes the place meanwhile. Instants are Unix milliseconds; to_ms is the first moment back.
create table absence (
  id text primary key,
  official text not null references official (id),
  from_ms bigint not null,
  to_ms bigint not null check (to_ms > from_ms),
  substitute text references official (id) check (substitute <> official)
);
create index absence_official on absence (official);
create index absence_substitute on absence (substitute, to_ms);

create constraint trigger stamp after insert or update or delete on absence
  deferrable initially deferred for each row execute function desk_stamp_reference('absence');

grant select on absence to desk_app;
