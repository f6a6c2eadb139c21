import type { Rows } from '../server/rows.ts'

/** The largest department of the imported city, as its cases name it. */
const department = 'boston311-pwdx'
/** Cases that get one sequence number with their events, as the server's import stores them in one transaction. */
const casesPerCommit = 400
/** The imported file covers four months: each copy of it lies before the one it is a copy of. */
const copyShiftMs = 122 * 24 * 60 * 60 * 1000

/** The instants of a clocks object, moved back; what is no instant stays. */
const shifted = (clocks: string, shift: string) => `(
  select jsonb_object_agg(key, case when key like '%AtMs' and jsonb_typeof(value) = 'number' then to_jsonb(value::bigint - ${shift}) else value end)
  from jsonb_each(${clocks}))`

const originals = `
  create temporary table original on commit drop as
  select row_number() over (order by id) - 1 as k, id from complaint where agency = '${department}'`

const planned = `
  create temporary table copy on commit drop as
  select n, 'copy-' || turn || '-' || o.id as id, o.id as of, turn * ${copyShiftMs}::bigint as shift, 'C' || turn || '-' as mark
  from generate_series((select count(*) from original), $1::int - 1) as n
  cross join lateral (select n / (select count(*) from original) as turn) as t
  join original as o on o.k = n % (select count(*) from original)`

const cases = `
  insert into complaint (id, data)
  select copy.id, data || jsonb_build_object('id', copy.id, 'caseNumber', copy.mark || (data ->> 'caseNumber'), 'mergedInto', null,
    'clocks', ${shifted("data -> 'clocks'", 'copy.shift')})
  from copy join complaint as original on original.id = copy.of`

const events = `
  insert into event (id, data)
  select copied, data || jsonb_build_object('id', copied, 'caseId', copy.id, 'atMs', at_ms - copy.shift)
  from copy join event as original on original.case_id = copy.of
  cross join lateral (select 'copy-' || copy.n || '-' || original.id as copied) as named`

/** What the stamping triggers would have written for them. */
const stamps = [
  `create temporary table copied on commit drop as
    select c.id, c.buckets, c.assignee,
      (select taken from desk_settled()) + 1 + (row_number() over (order by c.submitted_at_ms, c.id) - 1) / ${casesPerCommit} as seq
    from copy join complaint as c on c.id = copy.id`,
  `insert into sync_member (bucket, entity, id, op, seq) select b, 'case', id, 'PUT', seq from copied, unnest(buckets) as b`,
  `insert into sync_member (bucket, entity, id, op, seq)
    select b, 'event', event.id, 'PUT', seq from copied join event on event.case_id = copied.id, unnest(buckets) as b`,
  `insert into sync_bucket (bucket, cases) select b, count(*) from copied, unnest(buckets) as b group by b
    on conflict (bucket) do update set cases = sync_bucket.cases + excluded.cases`,
  `insert into scope_history (bucket, entity, id, from_seq)
    select b, 'case', id, seq
    from copied, unnest(buckets || case when assignee is null then '{}' else array['assignee:' || assignee] end) as b`,
  `select setval('sync_seq', greatest((select last_value from sync_seq), (select max(seq) from copied)))`,
]

/**
 * Copies cases of the department with their events until it holds `wanted` cases. The stamping triggers are off meanwhile; what they
 * keep is written beside in the same transaction.
 */
export async function fillDepartment(rows: Rows, wanted: number): Promise<void> {
  const [held] = await rows<{ n: string }>(`select count(*) as n from complaint where agency = '${department}'`)
  if (held === undefined || Number(held.n) === 0) throw new Error(`There are no cases of ${department} to copy.`)
  if (Number(held.n) >= wanted) return
  const tables = ['complaint', 'event']
  await rows('begin')
  for (const table of tables) await rows(`alter table ${table} disable trigger stamp`)
  await rows(originals)
  await rows(planned, [wanted])
  await rows(cases)
  await rows(events)
  for (const statement of stamps) await rows(statement)
  for (const table of tables) await rows(`alter table ${table} enable trigger stamp`)
  await rows('commit')
  await rows('analyze')
}
