-- A case that is not received yet is in a bucket of its agency's field officers: any of them verifies it, whatever their team.
-- Equal to bucketsOfCase in shared/domain/scope.ts (a contract test compares the two).
create or replace function desk_case_buckets(data jsonb) returns text[] language sql immutable parallel safe as $$
  select array['agency:' || (data ->> 'agency') || ':' || period]
    || case when data ->> 'team' is null then '{}' else array['team:' || (data ->> 'team') || ':' || period] end
    || case when data ->> 'state' in ('awaiting_reception', 'verifying')
      then array['field:' || (data ->> 'agency') || ':' || period] else '{}' end
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

-- The buckets of stored cases are computed anew only where a row is written. Stamping sends them to whoever sees the new ones.
update complaint set data = data where state in ('awaiting_reception', 'verifying');
