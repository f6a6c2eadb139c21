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
