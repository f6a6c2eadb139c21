-- A file whose content the server has is stored at once only where the caller sees a case that has this content: to know a hash is not
-- to have the file. Elsewhere the bytes are asked for as usual.
create or replace function desk_announce_file(entry jsonb, at_seq bigint, now_ms bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known jsonb;
begin
  if not exists (select from desk_lock_case(entry ->> 'caseId', at_seq)) then
    return false;
  end if;
  select f.data into known from file as f join complaint as c on c.id = f.case_id
  where f.hash = entry ->> 'hash' and f.stored and f.data ->> 'type' = entry ->> 'type'
    and f.data -> 'sizeBytes' = entry -> 'sizeBytes' and c.buckets && app_buckets()
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
