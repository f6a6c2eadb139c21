-- Synchronisation. The order of `seq` is the order of commits: a deferred trigger takes one number per transaction at COMMIT
-- from the single row of sync_clock, whose lock is held until the commit is visible.

create table sync_clock (
  one boolean primary key default true check (one),
  epoch text not null,
  v bigint not null default 0
);

create table sync_member (
  bucket text not null,
  entity text not null,
  id text not null,
  op text not null check (op in ('PUT', 'REMOVE')),
  seq bigint not null,
  stamped_at timestamptz not null default now(),
  primary key (bucket, entity, id)
);
create index sync_member_seq on sync_member (bucket, seq);
create index sync_member_row on sync_member (entity, id);

-- `floor_seq`: removals up to here are forgotten, so a cursor below it must load the bucket anew. `cases`: PUT members of entity
-- case. A bucket's name is its unit, a colon and its period: 'agency:X:open', 'team:Y:closed-2026-11'.
create table sync_bucket (
  bucket text primary key,
  floor_seq bigint not null default 0,
  cases integer not null default 0,
  unit text not null generated always as (regexp_replace(bucket, ':[^:]*$', '')) stored,
  period text not null generated always as (substring(bucket from '[^:]*$')) stored
);
create index sync_bucket_unit on sync_bucket (unit);

-- The ordered bucket lists that cursors refer to, by the hash of their content.
create table sync_scope (
  version text primary key,
  buckets text[] not null,
  used_at timestamptz not null default now()
);

-- When a case was in a bucket, in sequence numbers; to_seq null while it still is. Rows with bucket 'assignee:<official>' tell whose
-- the case was.
create table scope_history (
  bucket text not null,
  entity text not null,
  id text not null,
  from_seq bigint not null,
  to_seq bigint,
  primary key (entity, id, bucket, from_seq)
);

create table client (
  client_id text primary key,
  user_id text not null references official (id),
  device_name text not null,
  app_version text not null,
  schema integer not null,
  last_mutation bigint not null default 0,
  state text not null default 'active' check (state in ('active', 'locked', 'wipe')),
  created_at_ms bigint not null,
  seen_at_ms bigint not null
);
create index client_user on client (user_id);

create table mutation (
  client_id text not null references client (client_id),
  mutation_id bigint not null,
  key text not null,
  user_id text not null,
  name text not null,
  version integer not null,
  case_id text,
  args_hash text not null,
  status text not null check (status in ('applied', 'noop', 'conflict', 'rejected', 'quarantined')),
  code text,
  result jsonb,
  -- The flowVersion this command produced, for commands that follow it.
  flow_version integer,
  -- The number of the transaction that decided it; set at COMMIT, so a result travels with the rows it made.
  seq bigint,
  client_at_ms bigint not null,
  received_at_ms bigint not null,
  primary key (client_id, mutation_id),
  unique (user_id, key)
);
create index mutation_client_seq on mutation (client_id, seq);

-- What failed, whole, for people to read; never deleted silently.
create table mutation_dead (
  client_id text not null,
  mutation_id bigint not null,
  key text not null,
  user_id text not null,
  -- JSON text, not jsonb: a payload may hold what jsonb refuses.
  payload text not null,
  code text not null,
  message text not null,
  at_ms bigint not null,
  primary key (client_id, mutation_id)
);

create table access_token (
  token_hash text primary key,
  official_id text not null references official (id),
  created_at_ms bigint not null,
  expires_at_ms bigint not null
);
create index access_token_official on access_token (official_id);

-- The sequence number of this transaction, taken at the first call. Raises DK001 above 2,000 stamped rows.
create function desk_take_seq() returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine text := pg_current_xact_id()::text;
  held text[] := string_to_array(coalesce(current_setting('app.stamp', true), ''), ' ');
  taken bigint;
begin
  if held[1] = mine then
    if held[3]::int >= 2000 then
      raise exception 'a transaction stamps at most 2000 rows' using errcode = 'DK001',
        hint = 'split the work into chunks of at most 500 whole cases';
    end if;
    perform set_config('app.stamp', mine || ' ' || held[2] || ' ' || (held[3]::int + 1)::text, true);
    return held[2]::bigint;
  end if;
  update sync_clock set v = v + 1 returning v into taken;
  perform set_config('app.stamp', mine || ' ' || taken::text || ' 1', true);
  perform pg_notify('desk_poke', taken::text);
  return taken;
end $$;

-- Makes one row a member of exactly `wanted` under `taken`; answers what it joined and what it left.
create function desk_place(
  row_entity text, row_id text, wanted text[], taken bigint, out joined text[], out gone text[]
) language plpgsql security definer set search_path = public, pg_temp as $$
declare
  had text[];
begin
  select coalesce(array_agg(bucket), '{}') into had
  from sync_member where entity = row_entity and id = row_id and op = 'PUT';
  select coalesce(array_agg(b), '{}') into joined from unnest(wanted) as b where b <> all (had);
  select coalesce(array_agg(b), '{}') into gone from unnest(had) as b where b <> all (wanted);
  if had && wanted then
    update sync_member set seq = taken, stamped_at = now()
    where entity = row_entity and id = row_id and op = 'PUT' and seq <> taken and bucket = any (wanted);
  end if;
  if gone <> '{}' then
    update sync_member set op = 'REMOVE', seq = taken, stamped_at = now()
    where entity = row_entity and id = row_id and bucket = any (gone);
  end if;
  if joined <> '{}' then
    insert into sync_member (bucket, entity, id, op, seq) select b, row_entity, row_id, 'PUT', taken from unnest(joined) as b
    on conflict (bucket, entity, id) do update set op = 'PUT', seq = excluded.seq, stamped_at = now();
  end if;
end $$;

-- Keeps the counts and the history of a case that changed buckets, and takes its events and files along.
create function desk_follow(moved_case text, joined text[], gone text[], taken bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sync_bucket (bucket, cases) select b, 1 from unnest(joined) as b
  on conflict (bucket) do update set cases = sync_bucket.cases + 1;
  update sync_bucket set cases = cases - 1 where bucket = any (gone);
  insert into scope_history (bucket, entity, id, from_seq) select b, 'case', moved_case, taken from unnest(joined) as b
  on conflict do nothing;
  update scope_history set to_seq = taken
  where entity = 'case' and id = moved_case and bucket = any (gone) and to_seq is null;
  update sync_member as m set op = 'REMOVE', seq = taken, stamped_at = now()
  from (select 'event' as entity, id from event where case_id = moved_case
        union all select 'file', id from file where case_id = moved_case) as child
  where m.entity = child.entity and m.id = child.id and m.bucket = any (gone) and m.op = 'PUT';
  insert into sync_member (bucket, entity, id, op, seq)
  select b, child.entity, child.id, 'PUT', taken
  from unnest(joined) as b,
       (select 'event' as entity, id from event where case_id = moved_case
        union all select 'file', id from file where case_id = moved_case) as child
  on conflict (bucket, entity, id) do update set op = 'PUT', seq = excluded.seq, stamped_at = now();
end $$;

create function desk_stamp_case() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
  row_id text := coalesce(new.id, old.id);
  wanted text[];
  joined text[];
  gone text[];
begin
  select buckets into wanted from complaint where id = row_id;
  select p.joined, p.gone into joined, gone from desk_place('case', row_id, coalesce(wanted, '{}'), taken) as p;
  if joined <> '{}' or gone <> '{}' then
    perform desk_follow(row_id, joined, gone, taken);
  end if;
  if old.assignee is distinct from new.assignee then
    update scope_history set to_seq = taken
    where entity = 'case' and id = row_id and bucket = 'assignee:' || old.assignee and to_seq is null;
    insert into scope_history (bucket, entity, id, from_seq)
    select 'assignee:' || new.assignee, 'case', row_id, taken where new.assignee is not null
    on conflict (entity, id, bucket, from_seq) do update set to_seq = null;
  end if;
  return null;
end $$;

-- Events and files lie in the buckets of their case. TG_ARGV[0] is the entity's name.
create function desk_stamp_child() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
  wanted text[];
begin
  if tg_op <> 'DELETE' then
    select buckets into wanted from complaint where id = new.case_id;
  end if;
  perform desk_place(tg_argv[0], coalesce(new.id, old.id), coalesce(wanted, '{}'), taken);
  return null;
end $$;

-- Drafts and marks lie in the bucket of their author.
create function desk_stamp_own() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
  owner text := to_jsonb(coalesce(new, old)) ->> tg_argv[1];
  wanted text[] := case when tg_op = 'DELETE' then '{}' else array['user:' || owner] end;
begin
  perform desk_place(tg_argv[0], coalesce(new.id, old.id), wanted, taken);
  return null;
end $$;

create function desk_stamp_reference() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
  wanted text[] := case when tg_op = 'DELETE' then '{}' else array['ref'] end;
begin
  perform desk_place(tg_argv[0], coalesce(new.id, old.id), wanted, taken);
  return null;
end $$;

-- A grant is part of its official's row.
create function desk_stamp_grant() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
begin
  perform desk_place('official', coalesce(new.official_id, old.official_id), array['ref'], taken);
  return null;
end $$;

create function desk_stamp_mutation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update mutation set seq = desk_take_seq() where client_id = new.client_id and mutation_id = new.mutation_id;
  return null;
end $$;

create constraint trigger stamp after insert on mutation
  deferrable initially deferred for each row execute function desk_stamp_mutation();
create constraint trigger stamp after insert or update or delete on complaint
  deferrable initially deferred for each row execute function desk_stamp_case();
create constraint trigger stamp after insert or update or delete on event
  deferrable initially deferred for each row execute function desk_stamp_child('event');
create constraint trigger stamp after insert or update or delete on file
  deferrable initially deferred for each row execute function desk_stamp_child('file');
create constraint trigger stamp after insert or update or delete on draft
  deferrable initially deferred for each row execute function desk_stamp_own('draft', 'author');
create constraint trigger stamp after insert or update or delete on mark
  deferrable initially deferred for each row execute function desk_stamp_own('mark', 'user_id');
create constraint trigger stamp after insert or update or delete on agency
  deferrable initially deferred for each row execute function desk_stamp_reference('agency');
create constraint trigger stamp after insert or update or delete on team
  deferrable initially deferred for each row execute function desk_stamp_reference('team');
create constraint trigger stamp after insert or update or delete on area
  deferrable initially deferred for each row execute function desk_stamp_reference('area');
create constraint trigger stamp after insert or update or delete on official
  deferrable initially deferred for each row execute function desk_stamp_reference('official');
create constraint trigger stamp after insert or update or delete on role_grant
  deferrable initially deferred for each row execute function desk_stamp_grant();
create constraint trigger stamp after insert or update or delete on category
  deferrable initially deferred for each row execute function desk_stamp_reference('category');
create constraint trigger stamp after insert or update or delete on policy
  deferrable initially deferred for each row execute function desk_stamp_reference('policy');
create constraint trigger stamp after insert or update or delete on calendar
  deferrable initially deferred for each row execute function desk_stamp_reference('calendar');
create constraint trigger stamp after insert or update or delete on notice
  deferrable initially deferred for each row execute function desk_stamp_reference('notice');

insert into sync_clock (epoch) values (replace(gen_random_uuid()::text, '-', ''));

-- The next rows of buckets that are being loaded, bucket by bucket in the order given: the first one after `after`, the others
-- from their start. A sequence number of a bucket is never cut. Runs with the caller's rights.
create function desk_load_page(wanted text[], after bigint, upto bigint, most integer)
returns table (bucket text, entity text, id text, op text, seq bigint) language plpgsql stable as $$
declare
  name text;
  start bigint := after;
  found_rows integer := 0;
  batch integer;
begin
  foreach name in array wanted loop
    return query
      select m.bucket, m.entity, m.id, m.op, m.seq from sync_member as m
      where m.bucket = name and m.seq > start and m.seq <= upto and (m.op = 'PUT' or start > 0)
      order by m.seq fetch first (most - found_rows) rows with ties;
    get diagnostics batch = row_count;
    found_rows := found_rows + batch;
    exit when found_rows >= most;
    start := 0;
  end loop;
end $$;

-- Forgets removals older than `keep` and raises the floor of their buckets; answers how many went.
create function desk_forget_removals(keep interval) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten integer;
begin
  perform 1 from sync_clock for update;
  with old_rows as (
    delete from sync_member where op = 'REMOVE' and stamped_at < now() - keep returning bucket, seq
  ), floors as (
    insert into sync_bucket (bucket, floor_seq) select bucket, max(seq) from old_rows group by bucket
    on conflict (bucket) do update set floor_seq = greatest(sync_bucket.floor_seq, excluded.floor_seq)
  )
  select count(*) into forgotten from old_rows;
  return forgotten;
end $$;
