-- The whole workflow: transfers, coordination, extensions, questions, rework, check-out, commitments. Rows stored before take the
-- empty parts, as devices do with the rows they hold (shared/contract/row-upgrades.ts), so nothing needs to travel: stamping is off.
alter table complaint disable trigger stamp;
update complaint
set data = '{"stateBeforeMerge": null, "transfers": [], "coordination": [], "extensions": [], "questions": [], "rework": null,
    "checkout": null, "commitments": []}'::jsonb || data || jsonb_build_object('proposal',
    case when jsonb_typeof(data -> 'proposal') = 'object'
      then '{"stage": "approver", "answerDueAtMs": null, "approvedBy": null, "returnReason": null}'::jsonb || (data -> 'proposal')
      else 'null'::jsonb end)
where not data ? 'transfers';
alter table complaint enable trigger stamp;

alter table event disable trigger stamp;
update event set data = data || '{"extra": null}'::jsonb where not data ? 'extra';
alter table event enable trigger stamp;

-- The agencies that see a case besides its own: the receiver of an approved transfer and those asked for their part.
-- Equal to bucketsOfCase in shared/domain/scope.ts (a contract test compares the two).
create or replace function desk_case_buckets(data jsonb) returns text[] language sql immutable parallel safe as $$
  select array['agency:' || (data ->> 'agency') || ':' || period]
    || case when data ->> 'team' is null then '{}' else array['team:' || (data ->> 'team') || ':' || period] end
    || coalesce((
      select array_agg('agency:' || other || ':' || period order by first)
      from (
        select other, min(place) as first from (
          select data -> 'proposal' ->> 'targetAgency' as other, 0 as place
          where data -> 'proposal' ->> 'kind' = 'transfer' and data -> 'proposal' ->> 'stage' = 'receiver'
          union all
          select asked.value ->> 'agency', asked.ordinality
          from jsonb_array_elements(case when jsonb_typeof(data -> 'coordination') = 'array'
            then data -> 'coordination' else '[]'::jsonb end) with ordinality as asked
        ) as named
        where other is not null and other <> data ->> 'agency'
        group by other
      ) as others
    ), '{}')
    || array['city:' || period]
  from (
    select case
      when data ->> 'state' in ('closed', 'merged') and data -> 'clocks' ->> 'closedAtMs' is not null
        then 'closed-' || desk_month((data -> 'clocks' ->> 'closedAtMs')::bigint)
      else 'open'
    end as period
  ) as stage
$$;

-- How many cases follow a main case, wherever they lie.
create index complaint_merged_into on complaint ((data ->> 'mergedInto')) where state = 'merged';
create function desk_merged_count(main_id text) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
  select count(*)::int from complaint where state = 'merged' and data ->> 'mergedInto' = main_id
$$;

-- Cases the server itself moves on when a period is over.
create index complaint_periods on complaint (state, answered_at_ms) where state in ('awaiting_citizen', 'answered', 'refused');

-- Adds the row of a file that the caller announces with a command on a case desk_lock_case shows; the bytes follow by upload. A file
-- whose content the server already has is stored at once. Answers false when the case is not shown or the id is taken by another file.
create function desk_announce_file(entry jsonb, at_seq bigint, now_ms bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known jsonb;
begin
  if not exists (select from desk_lock_case(entry ->> 'caseId', at_seq)) then
    return false;
  end if;
  select data into known from file
  where hash = entry ->> 'hash' and stored and data ->> 'type' = entry ->> 'type' and data -> 'sizeBytes' = entry -> 'sizeBytes'
  limit 1;
  insert into file (id, data, announced_by, announced_at_ms)
  values (
    entry ->> 'id',
    entry || jsonb_build_object('stored', known is not null, 'thumb', coalesce(known -> 'thumb', 'null'::jsonb)),
    app_user(), now_ms)
  on conflict (id) do nothing;
  return exists (
    select from file as f
    where f.id = entry ->> 'id' and f.case_id = entry ->> 'caseId' and f.hash = entry ->> 'hash' and f.announced_by = app_user()
  );
end $$;

-- Who reported a case the caller sees; null where nobody left a name. Whoever calls it has asked `may` and writes the audit entry.
create function desk_reporter_of(wanted text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
  select to_jsonb(r) - 'case_id' from reporter as r join complaint as c on c.id = r.case_id
  where r.case_id = wanted and c.buckets && app_buckets()
$$;

revoke execute on function desk_merged_count(text), desk_announce_file(jsonb, bigint, bigint), desk_reporter_of(text) from public;
grant execute on function desk_merged_count(text), desk_announce_file(jsonb, bigint, bigint), desk_reporter_of(text) to desk_app;
