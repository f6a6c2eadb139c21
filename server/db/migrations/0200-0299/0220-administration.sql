-- Administration: where a category's cases go, refusal grounds, texts to start from, and the history of every change of a setting.

-- Of an agency: the team that gets a category's cases. Of the city (team null): the agency that gets reports naming neither an agency
-- nor an area.
create table routing (
  id text primary key,
  category text not null references category (id),
  agency text not null references agency (id),
  team text references team (id)
);

-- `data` is the row as it travels (GroundRowV1, TemplateRowV1).
create table ground (
  id text primary key check (id = data ->> 'id'),
  data jsonb not null
);

create table template (
  id text primary key check (id = data ->> 'id'),
  agency text generated always as (data ->> 'agency') stored references agency (id),
  data jsonb not null
);

-- Who changed which setting, when, why, from what to what. Never changed.
create table config_change (
  n bigint primary key generated always as identity,
  kind text not null,
  target text not null,
  -- The agency whose setting it is, null for the city's.
  agency text,
  before jsonb,
  after jsonb,
  reason text not null check (reason <> ''),
  actor text not null,
  at_ms bigint not null
);
create index config_change_target on config_change (kind, target, n);
create trigger keep before update or delete on config_change for each row execute function desk_refuse_change();
create trigger keep_all before truncate on config_change for each statement execute function desk_refuse_change();

create constraint trigger stamp after insert or update or delete on routing
  deferrable initially deferred for each row execute function desk_stamp_reference('routing');
create constraint trigger stamp after insert or update or delete on ground
  deferrable initially deferred for each row execute function desk_stamp_reference('ground');
create constraint trigger stamp after insert or update or delete on template
  deferrable initially deferred for each row execute function desk_stamp_reference('template');

do $$
declare
  name text;
begin
  foreach name in array array['routing', 'ground', 'template', 'config_change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', name);
  end loop;
end $$;
create policy app_read on routing for select to desk_app using (true);
create policy app_read on ground for select to desk_app using (true);
create policy app_read on template for select to desk_app using (true);
grant select on routing, ground, template to desk_app;
