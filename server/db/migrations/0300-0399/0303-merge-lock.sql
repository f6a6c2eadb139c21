-- Locks both cases of a merge until the end of the transaction, in the order of their ids, so that two merges that name the same cases
-- are decided one after the other: the second one reads what the first one did. Cases the caller does not see are left alone.
create function desk_lock_merge(one_case text, other_case text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform 1 from complaint where id in (one_case, other_case) and buckets && app_buckets() order by id for update;
end $$;

revoke execute on function desk_lock_merge(text, text) from public;
grant execute on function desk_lock_merge(text, text) to desk_app;
