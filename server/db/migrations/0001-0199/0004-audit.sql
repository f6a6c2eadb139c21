-- The audit trail. Rows are inserted unchained; a background job links them in audit_chain. Neither table is ever changed.

create table audit (
  n bigint primary key generated always as identity,
  at_ms bigint not null,
  -- The official's id, 'intake:<key id>', or 'system'.
  actor text not null,
  -- What was done: 'login', 'command', 'refusal', 'intake', 'configuration', 'reveal', ...
  action text not null,
  subject text,
  detail jsonb not null default '{}'
);

create table audit_chain (
  position bigint primary key,
  audit_n bigint not null unique references audit (n),
  -- Hex SHA-256 of the previous hash and this row's content.
  hash text not null
);

create function desk_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are never changed', tg_table_name using errcode = 'DK002';
end $$;

create trigger keep before update or delete on audit for each row execute function desk_refuse_change();
create trigger keep_all before truncate on audit for each statement execute function desk_refuse_change();
create trigger keep before update or delete on audit_chain for each row execute function desk_refuse_change();
create trigger keep_all before truncate on audit_chain for each statement execute function desk_refuse_change();

-- The hash of one audit row after `previous` (hex, empty for the first).
create function desk_audit_hash(previous text, entry audit) returns text language sql stable as $$
  select encode(sha256(convert_to(
    concat_ws(chr(31), previous, entry.n, entry.at_ms, entry.actor, entry.action, coalesce(entry.subject, ''), entry.detail::text),
    'UTF8')), 'hex')
$$;

-- Links up to `most` unchained rows in order of arrival; answers how many. One caller at a time.
create function desk_chain_audit(most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  entry audit;
  head_position bigint;
  head_hash text;
  -- Rows commit out of order by far less than 5,000 numbers, so what is older is chained already.
  head_n bigint := coalesce((select max(audit_n) from audit_chain), 0);
  linked integer := 0;
begin
  perform pg_advisory_xact_lock(7265401);
  select position, hash into head_position, head_hash from audit_chain order by position desc limit 1;
  head_position := coalesce(head_position, 0);
  head_hash := coalesce(head_hash, '');
  for entry in
    select a.* from audit as a
    where a.n > head_n - 5000 and not exists (select from audit_chain as c where c.audit_n = a.n)
    order by a.n limit most
  loop
    head_position := head_position + 1;
    head_hash := desk_audit_hash(head_hash, entry);
    insert into audit_chain (position, audit_n, hash) values (head_position, entry.n, head_hash);
    linked := linked + 1;
  end loop;
  return linked;
end $$;

-- The first position whose hash does not follow from its row and its predecessor; null when the chain is whole.
create function desk_broken_link() returns bigint language sql stable security definer set search_path = public, pg_temp as $$
  select c.position
  from audit_chain as c
  left join audit as a on a.n = c.audit_n
  left join audit_chain as p on p.position = c.position - 1
  where a.n is null
    or (c.position > 1 and p.position is null)
    or c.hash <> desk_audit_hash(coalesce(p.hash, ''), a)
  order by c.position
  limit 1
$$;
