-- Proposals remember what their ground said and since when they wait; questions to other agencies end with their case. Rows stored
-- before take what devices give the rows they hold (shared/contract/row-upgrades.ts), so nothing needs to travel: stamping is off.
alter table complaint disable trigger stamp;
update complaint
set data = jsonb_set(data, '{proposal}', data -> 'proposal' || jsonb_build_object(
  'mayResume', data -> 'proposal' ->> 'kind' = 'refusal' and data -> 'proposal' ->> 'ground' in
    ('unclear_content', 'missing_location_or_contact', 'already_answered_no_new_fact'),
  'waitingSinceMs', case
    when data -> 'proposal' ->> 'kind' = 'refusal' or data -> 'proposal' ->> 'stage' = 'approver'
      or (data -> 'proposal' ->> 'stage' = 'coordinator' and data -> 'proposal' ->> 'returnReason' is null)
    then data -> 'proposal' -> 'proposedAtMs' else 'null'::jsonb end))
where jsonb_typeof(data -> 'proposal') = 'object' and not data -> 'proposal' ? 'mayResume';

update complaint
set data = jsonb_set(data, '{coordination}', (
  select jsonb_agg(asked.value || jsonb_build_object('closedAtMs', case
      when asked.value ->> 'answeredAtMs' is not null then 'null'::jsonb
      when state in ('answered', 'refused', 'merged', 'closed')
        then coalesce(nullif(data -> 'clocks' -> 'answeredAtMs', 'null'), data -> 'clocks' -> 'closedAtMs', 'null')
      else 'null'::jsonb end) order by asked.ordinality)
  from jsonb_array_elements(data -> 'coordination') with ordinality as asked))
where jsonb_array_length(data -> 'coordination') > 0 and not data -> 'coordination' -> 0 ? 'closedAtMs';
alter table complaint enable trigger stamp;
