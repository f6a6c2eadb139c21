-- Organisation and reference data: what every official may read.
-- Dates of validity are calendar days; a unit that ended names its successors and is never deleted.

do $$
begin
  if not exists (select from pg_roles where rolname = 'desk_app') then
    create role desk_app nologin;
  end if;
exception
  -- Another database of the same cluster made it at the same moment.
  when duplicate_object or unique_violation then null;
end $$;

do $$
begin
  if not pg_has_role(current_user, 'desk_app', 'member') then
    execute format('grant desk_app to %I', current_user);
  end if;
end $$;

create table agency (
  id text primary key,
  name text not null,
  short_name text not null,
  kind text not null check (kind in ('department', 'ward', 'commune', 'imported')),
  certainty text not null default 'verified' check (certainty in ('verified', 'probable', 'unverified')),
  time_zone text not null default 'Asia/Ho_Chi_Minh',
  calendar text not null,
  valid_from date not null,
  valid_to date,
  successors text[] not null default '{}'
);

create table team (
  id text primary key,
  agency text not null references agency (id),
  name text not null,
  valid_from date not null,
  valid_to date,
  successors text[] not null default '{}'
);
create index team_agency on team (agency);

create table area (
  id text primary key,
  name text not null,
  former_names text[] not null default '{}',
  valid_from date not null,
  valid_to date,
  successors text[] not null default '{}'
);

create table official (
  id text primary key,
  username text not null unique,
  display_name text not null,
  active boolean not null default true
);

-- A role held in an agency, or in one team of it; a grant counts from valid_from to valid_to, both days included.
create table role_grant (
  id text primary key,
  official_id text not null references official (id),
  role text not null,
  agency text not null references agency (id),
  team text references team (id),
  valid_from date not null default date '2000-01-01',
  valid_to date
);
create index role_grant_official on role_grant (official_id);

create table category (
  id text primary key,
  name text not null,
  kind text not null,
  source text not null
);

create table policy (
  id text primary key,
  name text not null,
  data jsonb not null
);

create table calendar (
  id text primary key,
  name text not null,
  data jsonb not null
);

-- A long job officials should know of.
create table notice (
  id text primary key,
  code text not null,
  count integer not null,
  at_ms bigint not null
);

-- Facts about this database: its origin (sample, import, production) and the like.
create table server_setting (
  name text primary key,
  value text not null
);
