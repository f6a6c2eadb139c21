-- What every pull and push asks about its official, as functions: the statements are planned once a connection and not once a request.

-- The grants of the absent officials whose place an official takes at an instant.
create function desk_grants_of_absent(wanted text, at_ms bigint, on_day date)
returns table (role text, agency text, team text) language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
    with recursive replaced (id) as (
      select wanted
      union
      select a.official from replaced as r join absence as a on a.substitute = r.id
      where a.from_ms <= at_ms and a.to_ms > at_ms
    )
    select g.role, g.agency, g.team
    from replaced as r join official as o on o.id = r.id join role_grant as g on g.official_id = o.id
    where o.id <> wanted and o.active
      and g.valid_from <= on_day and (g.valid_to is null or g.valid_to >= on_day);
end $$;

-- The ended units whose line of successors leads to one of these, as bucket prefixes.
create function desk_predecessors(units text[], on_day date)
returns table (unit text) language plpgsql stable as $$
#variable_conflict use_column
begin
  return query
    with recursive ended (kind, id, successors) as (
      select 'agency', id, successors from agency where valid_to < on_day
      union all
      select 'team', id, successors from team where valid_to < on_day
    ), line (unit) as (
      select unnest(units)
      union
      select e.kind || ':' || e.id from line as l join ended as e
        on l.unit like e.kind || ':%' and substr(l.unit, length(e.kind) + 2) = any (e.successors)
    )
    select l.unit from line as l where l.unit <> all (units);
end $$;

revoke execute on function desk_grants_of_absent(text, bigint, date), desk_predecessors(text[], date) from public;
grant execute on function desk_grants_of_absent(text, bigint, date), desk_predecessors(text[], date) to desk_app;

-- The newest refused commands are listed first, a page at a time.
create index mutation_dead_age on mutation_dead (at_ms, mutation_id, client_id);
