-- Cases and what hangs on them. `data` is the row as it travels (CaseRowV1, EventRowV1, ...); columns are read out of it.

-- The month of an instant in UTC, 'YYYY-MM'.
create function desk_month(at_ms bigint) returns text language sql immutable parallel safe as $$
  select extract(year from t)::int::text || '-' || lpad(extract(month from t)::int::text, 2, '0')
  from (select to_timestamp(at_ms / 1000.0) at time zone 'UTC' as t) as utc
$$;

-- The buckets a case belongs to; equal to bucketsOfCase in shared/domain/scope.ts (a contract test compares the two).
create function desk_case_buckets(data jsonb) returns text[] language sql immutable parallel safe as $$
  select array['agency:' || (data ->> 'agency') || ':' || period]
    || case when data ->> 'team' is null then '{}' else array['team:' || (data ->> 'team') || ':' || period] end
    || array['city:' || period]
  from (
    select case
      when data ->> 'state' in ('closed', 'merged') and data -> 'clocks' ->> 'closedAtMs' is not null
        then 'closed-' || desk_month((data -> 'clocks' ->> 'closedAtMs')::bigint)
      else 'open'
    end as period
  ) as stage
$$;

create table complaint (
  id text primary key check (id = data ->> 'id'),
  data jsonb not null,
  case_number text not null unique generated always as (data ->> 'caseNumber') stored,
  state text not null generated always as (data ->> 'state') stored,
  level text not null generated always as (data ->> 'level') stored,
  source text not null generated always as (data ->> 'source') stored,
  category text not null generated always as (data ->> 'category') stored,
  area text generated always as (data ->> 'area') stored,
  agency text not null generated always as (data ->> 'agency') stored,
  team text generated always as (data ->> 'team') stored,
  assignee text generated always as (data ->> 'assignee') stored,
  submitted_at_ms bigint not null generated always as ((data -> 'clocks' ->> 'submittedAtMs')::bigint) stored,
  due_at_ms bigint generated always as ((data -> 'clocks' ->> 'dueAtMs')::bigint) stored,
  answered_at_ms bigint generated always as ((data -> 'clocks' ->> 'answeredAtMs')::bigint) stored,
  closed_at_ms bigint generated always as ((data -> 'clocks' ->> 'closedAtMs')::bigint) stored,
  row_version integer not null generated always as ((data ->> 'rowVersion')::integer) stored,
  flow_version integer not null generated always as ((data ->> 'flowVersion')::integer) stored,
  buckets text[] not null generated always as (desk_case_buckets(data)) stored,
  -- The id the case has where it came from (iHaNoi's own, or the line key of an import); makes arrival repeatable.
  external_id text,
  unique (source, external_id)
);
create index complaint_agency_state on complaint (agency, state);
create index complaint_submitted on complaint (submitted_at_ms);

-- Who reported; never synchronised, never readable by the application role.
create table reporter (
  case_id text primary key references complaint (id),
  kind text not null,
  name text not null,
  phone text,
  address text,
  tax_code text,
  representative text
);

create table event (
  id text primary key check (id = data ->> 'id'),
  case_id text not null generated always as (data ->> 'caseId') stored references complaint (id),
  at_ms bigint not null generated always as ((data ->> 'atMs')::bigint) stored,
  data jsonb not null
);
create index event_case on event (case_id, at_ms);

create table file (
  id text primary key check (id = data ->> 'id'),
  case_id text not null generated always as (data ->> 'caseId') stored references complaint (id),
  hash text not null generated always as (data ->> 'hash') stored,
  stored boolean not null generated always as ((data ->> 'stored')::boolean) stored,
  thumb_bytes integer not null generated always as (coalesce(length(data ->> 'thumb'), 0)) stored,
  data jsonb not null,
  -- Who may send the bytes: an official's id, or 'intake'.
  announced_by text not null,
  announced_at_ms bigint not null
);
create index file_case on file (case_id);
create index file_hash on file (hash);

-- The newest unsent reply text of one author on one case; earlier revisions stay in draft_revision.
create table draft (
  id text primary key check (id = data ->> 'id'),
  case_id text not null generated always as (data ->> 'caseId') stored references complaint (id),
  author text not null generated always as (data ->> 'author') stored references official (id),
  data jsonb not null
);
create index draft_case on draft (case_id);

create table draft_revision (
  draft_id text not null references draft (id),
  revision integer not null,
  text text not null,
  saved_at_ms bigint not null,
  primary key (draft_id, revision)
);

create table mark (
  id text primary key check (id = data ->> 'id'),
  case_id text not null generated always as (data ->> 'caseId') stored references complaint (id),
  user_id text not null references official (id),
  data jsonb not null
);

-- Keys of the systems that hand in reports; only the hash is kept (hex SHA-256).
create table intake_key (
  id text primary key,
  name text not null,
  key_hash text not null unique,
  active boolean not null default true,
  created_at_ms bigint not null
);

-- Long resumable work: import, succession, recomputation.
create table job (
  id text primary key,
  kind text not null,
  key text not null,
  state text not null check (state in ('running', 'done', 'failed')),
  done integer not null default 0,
  total integer,
  detail jsonb not null default '{}',
  created_at_ms bigint not null,
  updated_at_ms bigint not null,
  unique (kind, key)
);
