-- A pull that finds something new goes on from here: it is told how far it may read, and does not ask again.
drop function desk_glance(text, text, text, text[], text[], bigint);

-- One row: how far readers may go (desk_settled), and whether a client has nothing new after a sequence number. `idle` is false, and
-- the rest null, for an unknown or stopped client, an unknown scope, or where there is something new in its scope or its ledger. Every
-- statement sees what was committed when it began, so what is settled is asked first.
create function desk_glance(
  wanted_client text, wanted_user text, wanted_scope text, own text[], units text[], after bigint
) returns table (
  settled bigint, taken bigint, idle boolean, epoch text, reference_version bigint, last_mutation bigint, known text[], buckets jsonb
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
  -- Where no number was taken since, nothing is new anywhere: no bucket is looked at.
  if not found or (far.taken > after and (
    exists (select from mutation as m where m.client_id = wanted_client and m.seq > after) or exists (
      select from unnest(mine.known) as name
      where (select m.seq from sync_member as m where m.bucket = name order by m.seq desc limit 1) > after
    )
  )) then
    return query select far.settled, far.taken, false, null::text, null::bigint, null::bigint, null::text[], null::jsonb;
    return;
  end if;
  select * into clock from sync_clock;
  return query select far.settled, far.taken, true, clock.epoch, clock.reference_version, mine.last_mutation, mine.known, coalesce(
    (select jsonb_agg(jsonb_build_object('bucket', b.bucket, 'period', b.period, 'cases', b.cases, 'floor_seq', b.floor_seq)
       order by b.bucket)
     from sync_bucket_now as b where b.bucket = any (own) or b.unit = any (units)), '[]');
end $$;

revoke execute on function desk_glance(text, text, text, text[], text[], bigint) from public;
