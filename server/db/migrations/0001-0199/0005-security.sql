-- Row-level security. Every request runs as desk_app with its buckets in app.buckets (separated by chr(31)) and its official in
-- app.user; which rows it sees follows from bucket membership alone. The owner's own transactions (jobs, import, intake) see all.

create function app_buckets() returns text[] language sql stable parallel safe as $$
  select string_to_array(coalesce(current_setting('app.buckets', true), ''), chr(31))
$$;

create function app_user() returns text language sql stable parallel safe as $$
  select coalesce(current_setting('app.user', true), '')
$$;

do $$
declare
  name text;
begin
  foreach name in array array['complaint', 'reporter', 'event', 'file', 'draft', 'draft_revision', 'mark', 'sync_member', 'client',
                              'mutation', 'mutation_dead', 'audit'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy owner_all on %I to current_user using (true) with check (true)', name);
  end loop;
end $$;

create policy app_read on complaint for select to desk_app using (buckets && (select app_buckets()));
create policy app_read on event for select to desk_app using (exists (select from complaint as c where c.id = case_id));
create policy app_read on file for select to desk_app using (exists (select from complaint as c where c.id = case_id));
create policy app_read on sync_member for select to desk_app using (bucket = any ((select app_buckets())::text[]));
create policy app_own on draft to desk_app using (author = (select app_user())) with check (author = (select app_user()));
create policy app_own on draft_revision to desk_app
  using (exists (select from draft as d where d.id = draft_id)) with check (exists (select from draft as d where d.id = draft_id));
create policy app_own on mark to desk_app using (user_id = (select app_user())) with check (user_id = (select app_user()));
create policy app_own on client to desk_app using (user_id = (select app_user())) with check (user_id = (select app_user()));
create policy app_own on mutation to desk_app using (user_id = (select app_user())) with check (user_id = (select app_user()));
create policy app_own on mutation_dead to desk_app using (user_id = (select app_user())) with check (user_id = (select app_user()));
create policy app_add on audit for insert to desk_app with check (actor = (select app_user()));

grant select on agency, team, area, official, role_grant, category, policy, calendar, notice, complaint, event, file, draft,
  draft_revision, mark, sync_clock, sync_member, sync_bucket, sync_scope, client, mutation, mutation_dead to desk_app;
grant insert on draft, draft_revision, mark, client, mutation, mutation_dead, audit, sync_scope to desk_app;
grant update on draft, mark, client, sync_scope to desk_app;

-- Whether a case was in one of these buckets at sequence number `at_seq`.
create function desk_was_in(case_id text, wanted text[], at_seq bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select from scope_history as h
    where h.entity = 'case' and h.id = case_id and h.bucket = any (wanted)
      and h.from_seq <= at_seq and (h.to_seq is null or h.to_seq > at_seq)
  )
$$;

-- Locks a case for the rest of the transaction and answers its row. `visible`: it is in one of the caller's buckets now; `held`: it
-- was at sequence number `at_seq`; `assigned`: it was assigned to the caller then. No row when it is none of these.
create function desk_lock_case(case_id text, at_seq bigint)
returns table (row_data jsonb, visible boolean, held boolean, assigned boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    select f.row_data, f.visible, f.held, f.assigned from (
      select c.data as row_data, c.buckets && app_buckets() as visible,
        desk_was_in(c.id, app_buckets(), at_seq) as held,
        desk_was_in(c.id, array['assignee:' || app_user()], at_seq) as assigned
      from complaint as c where c.id = case_id for update of c
    ) as f
    where f.visible or f.held or f.assigned;
end $$;

-- Stores the new row of a case that is visible to the caller; answers false when it is not, or moved on from row version `expected`.
create function desk_store_case(next jsonb, expected integer) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update complaint set data = next
  where id = next ->> 'id' and row_version = expected and buckets && app_buckets();
  return found;
end $$;

-- Appends one event of the caller to a case that desk_lock_case shows; answers false when it does not, or when the id is taken by
-- another event. The same event again changes nothing.
create function desk_append_event(entry jsonb, at_seq bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select from desk_lock_case(entry ->> 'caseId', at_seq)) then
    return false;
  end if;
  insert into event (id, data) values (entry ->> 'id', entry) on conflict (id) do nothing;
  return exists (
    select from event as e
    where e.id = entry ->> 'id' and e.case_id = entry ->> 'caseId' and e.data ->> 'actor' is not distinct from entry ->> 'actor'
  );
end $$;

do $$
declare
  routine regprocedure;
begin
  for routine in
    select p.oid::regprocedure from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace
    where n.nspname = 'public' and p.proname like 'desk\_%'
  loop
    execute format('revoke execute on function %s from public', routine);
  end loop;
end $$;
grant execute on function desk_case_buckets(jsonb), desk_month(bigint), desk_store_case(jsonb, integer),
  desk_lock_case(text, bigint), desk_append_event(jsonb, bigint), desk_load_page(text[], bigint, bigint, integer) to desk_app;
