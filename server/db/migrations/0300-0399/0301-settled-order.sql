-- Commits no longer wait for each other: a number comes from a sequence, and who reads knows below which number every commit is
-- finished. The lock of the one clock row was held until a commit was on the disk, one after the other (docs/decisions/0010).

create sequence sync_seq as bigint;
select setval('sync_seq', greatest(v, 1), v > 0) from sync_clock;
alter table sync_clock drop column v;

-- Raised by every commit that changes reference data; its row lock orders those few.
alter table sync_clock add column reference_version bigint not null default 0;

-- The sequence number of this transaction, taken at the first call. Until the transaction is over and visible, a shared advisory
-- lock on a lower number tells readers how far they may go (desk_settled). Raises DK001 above 2,000 stamped rows.
create or replace function desk_take_seq() returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
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
  -- In this order: what is locked is below every number taken after it. Locks of two keys are used for nothing else; the second key is
  -- the number's last 31 bits.
  perform pg_advisory_xact_lock_shared(7265410, ((last_value - (not is_called)::int) & 2147483647)::int) from sync_seq;
  taken := nextval('sync_seq');
  perform set_config('app.stamp', mine || ' ' || taken::text || ' 1', true);
  return taken;
end $$;

-- `taken`: the highest number any commit has taken. `settled`: in a snapshot begun after this call every commit up to this number is
-- seen, or was rolled back. It may fall behind an earlier answer; what was settled then still is.
create function desk_settled(out settled bigint, out taken bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  unfinished bigint;
begin
  -- In this order: a number up to `taken` was locked before, and is locked still unless its commit is over.
  select last_value - (not is_called)::int into taken from sync_seq;
  -- How far below `taken` a lock lies; one that is far above by its last 31 bits was taken since and holds nothing back.
  select taken - max(below) into unfinished
  from (
    select (taken - l.objid::bigint) & 2147483647 as below
    from pg_locks as l
    where l.locktype = 'advisory' and l.objsubid = 2 and l.classid = 7265410
      and l.database = (select oid from pg_database where datname = current_database())
  ) as held
  where below < 1073741824;
  settled := least(taken, unfinished);
end $$;

-- Events and files lie in the buckets of their case. Its row is locked against a move that commits at the same time, before a number
-- is taken. TG_ARGV[0] is the entity's name.
create or replace function desk_stamp_child() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted text[];
begin
  if tg_op <> 'DELETE' then
    select buckets into wanted from complaint where id = new.case_id for share;
  end if;
  if tg_op = 'INSERT' then
    insert into sync_member (bucket, entity, id, op, seq)
    select b, tg_argv[0], new.id, 'PUT', taken.seq from unnest(wanted) as b, (select desk_take_seq() as seq offset 0) as taken
    on conflict (bucket, entity, id) do update set op = 'PUT', seq = excluded.seq, stamped_at = now();
    return null;
  end if;
  perform desk_place(tg_argv[0], coalesce(new.id, old.id), coalesce(wanted, '{}'), desk_take_seq());
  return null;
end $$;

-- A case that stays in its buckets is only raised in them; its row is changed by nobody else until the end of the transaction.
create or replace function desk_stamp_case() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  taken bigint := desk_take_seq();
  row_id text := coalesce(new.id, old.id);
  wanted text[];
  joined text[];
  gone text[];
  kept text[];
begin
  if tg_op = 'UPDATE' and old.buckets = new.buckets then
    update sync_member set seq = taken, stamped_at = now()
    where entity = 'case' and id = row_id and op = 'PUT' and seq <> taken;
  else
    select buckets into wanted from complaint where id = row_id;
    select p.joined, p.gone into joined, gone from desk_place('case', row_id, coalesce(wanted, '{}'), taken) as p;
    if joined <> '{}' or gone <> '{}' then
      perform desk_follow(row_id, joined, gone, taken);
    end if;
    kept := array(select b from unnest(wanted) as b where b <> all (joined));
    if joined <> '{}' and kept <> '{}' then
      -- A row has one number in all its buckets: a device keeps one a row, and digests compare it.
      update sync_member as m set seq = taken, stamped_at = now()
      from (select 'event' as entity, id from event where case_id = row_id
            union all select 'file', id from file where case_id = row_id) as child
      where m.bucket = any (kept) and m.entity = child.entity and m.id = child.id and m.op = 'PUT' and m.seq <> taken;
    end if;
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

-- What sync_bucket.cases does not count yet. Commits only add to it: a counter that each of them changed would make them wait for
-- each other until they are on the disk. desk_fold_counts adds it up.
create table sync_bucket_change (
  bucket text not null,
  cases integer not null
);

create view sync_bucket_now as
  select b.bucket, b.unit, b.period, b.floor_seq,
    b.cases + coalesce((select sum(c.cases) from sync_bucket_change as c where c.bucket = b.bucket), 0)::integer as cases
  from sync_bucket as b;

create function desk_fold_counts() returns integer language plpgsql security definer set search_path = public, pg_temp as $$
declare
  folded integer;
begin
  with taken as (
    delete from sync_bucket_change returning bucket, cases
  ), summed as (
    update sync_bucket as b set cases = b.cases + t.cases
    from (select bucket, sum(cases) as cases from taken group by bucket) as t
    where b.bucket = t.bucket and t.cases <> 0
  )
  select count(*) into folded from taken;
  return folded;
end $$;

-- Keeps the counts and the history of a case that changed buckets, and takes its events and files along.
create or replace function desk_follow(moved_case text, joined text[], gone text[], taken bigint)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sync_bucket (bucket) select b from unnest(joined) as b on conflict do nothing;
  insert into sync_bucket_change (bucket, cases)
  select b, 1 from unnest(joined) as b union all select b, -1 from unnest(gone) as b;
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

-- Tells, once a transaction, that reference data changed.
create function desk_raise_reference() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine text := pg_current_xact_id()::text;
begin
  if current_setting('app.reference', true) is not distinct from mine then
    return;
  end if;
  update sync_clock set reference_version = reference_version + 1;
  perform set_config('app.reference', mine, true);
end $$;

create or replace function desk_stamp_reference() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  wanted text[] := case when tg_op = 'DELETE' then '{}' else array['ref'] end;
begin
  perform desk_raise_reference();
  perform desk_place(tg_argv[0], coalesce(new.id, old.id), wanted, desk_take_seq());
  return null;
end $$;

create or replace function desk_stamp_grant() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform desk_raise_reference();
  perform desk_place('official', coalesce(new.official_id, old.official_id), array['ref'], desk_take_seq());
  return null;
end $$;

-- Two grants of one official change one row that is sent: they are changed one after the other.
create function desk_lock_official() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from official where id = coalesce(new.official_id, old.official_id) for update;
  return coalesce(new, old);
end $$;
create trigger one_at_a_time before insert or update or delete on role_grant
  for each row execute function desk_lock_official();

-- Forgets removals older than `keep` and raises the floor of their buckets; answers how many went.
create or replace function desk_forget_removals(keep interval) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  forgotten integer;
begin
  with old_rows as (
    delete from sync_member where op = 'REMOVE' and stamped_at < now() - keep returning bucket, seq
  ), floors as (
    insert into sync_bucket (bucket, floor_seq) select bucket, max(seq) from old_rows group by bucket
    on conflict (bucket) do update set floor_seq = greatest(sync_bucket.floor_seq, excluded.floor_seq)
  )
  select count(*) into forgotten from old_rows;
  return forgotten;
end $$;

-- One row for a client with nothing new after a sequence number: no row for an unknown or stopped client, an unknown scope, or where
-- there is something new in its scope or its ledger. Every statement sees what was committed when it began, so what is settled is
-- asked first.
create function desk_glance(
  wanted_client text, wanted_user text, wanted_scope text, own text[], units text[], after bigint
) returns table (
  settled bigint, taken bigint, epoch text, reference_version bigint, last_mutation bigint, known text[], buckets jsonb
) language plpgsql volatile as $$
#variable_conflict use_column
declare
  mine record;
  far record;
  clock sync_clock;
begin
  select * into far from desk_settled();
  select c.last_mutation, s.buckets as known into mine
  from client as c, sync_scope as s
  where c.client_id = wanted_client and c.user_id = wanted_user and c.state = 'active' and s.version = wanted_scope;
  if not found then
    return;
  end if;
  if exists (select from mutation as m where m.client_id = wanted_client and m.seq > after) or exists (
    select from unnest(mine.known) as name
    where (select m.seq from sync_member as m where m.bucket = name order by m.seq desc limit 1) > after
  ) then
    return;
  end if;
  select * into clock from sync_clock;
  return query select far.settled, far.taken, clock.epoch, clock.reference_version, mine.last_mutation, mine.known, coalesce(
    (select jsonb_agg(jsonb_build_object('bucket', b.bucket, 'period', b.period, 'cases', b.cases, 'floor_seq', b.floor_seq)
       order by b.bucket)
     from sync_bucket_now as b where b.bucket = any (own) or b.unit = any (units)), '[]');
end $$;

-- Who sees what is read out of the reference data (server/sync/units-in-sight.ts).
drop function desk_grants_of_absent(text, bigint, date), desk_predecessors(text[], date);

revoke execute on function desk_settled(), desk_fold_counts(), desk_raise_reference(), desk_lock_official(),
  desk_glance(text, text, text, text[], text[], bigint) from public;
