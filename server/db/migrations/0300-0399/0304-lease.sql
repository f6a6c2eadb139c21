-- When a case left a bucket or an assignee, by the database's clock. Of what ended before this, nothing is known: it counts from now.
alter table scope_history add column ended_at timestamptz;
update scope_history set ended_at = now() where to_seq is not null;

create function desk_date_end() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.ended_at := case when new.to_seq is null then null else coalesce(old.ended_at, now()) end;
  return new;
end $$;
create trigger dated before update of to_seq on scope_history for each row execute function desk_date_end();
revoke execute on function desk_date_end() from public;

-- Whether a case was in one of these buckets at sequence number `at_seq`, which a device names: it counts as long as the lease of what
-- the device holds, 45 days from the end (security.md).
create or replace function desk_was_in(case_id text, wanted text[], at_seq bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from scope_history as h
    where h.entity = 'case' and h.id = case_id and h.bucket = any (wanted)
      and h.from_seq <= at_seq
      and (h.to_seq is null or (h.to_seq > at_seq and h.ended_at > now() - interval '45 days'))
  )
$$;
