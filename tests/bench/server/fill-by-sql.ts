import type { Rows } from './rows.ts'

const weekMs = 7 * 24 * 60 * 60 * 1000
/** Cases that get one sequence number, as the server's own jobs store them in one transaction. */
const casesPerCommit = 400

/** Copies of the sample cases over 100 weeks; those older than three weeks are closed, as most cases of a real desk are. */
const copies = `
  with original as (
    select row_number() over (order by id) - 1 as k, data, submitted_at_ms as at_ms from complaint
  ), copy as (
    select 'load-' || lpad(n::text, 7, '0') as id, 'LOAD-' || lpad(n::text, 7, '0') as number, o.data,
      o.at_ms - (n % 100) * ${weekMs}::bigint as at_ms, n % 100 > 3 as closed
    from generate_series((select count(*) from complaint), $1::int - 1) as n join original as o on o.k = n % (select count(*) from original)
  )
  insert into complaint (id, data)
  select id, data || jsonb_build_object('id', id, 'caseNumber', number, 'mergedInto', null)
    || case when closed then jsonb_build_object('state', 'closed', 'clocks', data -> 'clocks' || jsonb_build_object(
        'submittedAtMs', at_ms, 'answeredAtMs', at_ms + ${weekMs}, 'closedAtMs', at_ms + ${2 * weekMs}))
      else '{}' end
  from copy`

/** What the stamping triggers would have written for them. */
const stamps = [
  `create temporary table copied on commit drop as
    select id, buckets, assignee, (select taken from desk_settled()) + 1 + (row_number() over (order by id) - 1) / ${casesPerCommit} as seq
    from complaint where id like 'load-%'`,
  `insert into sync_member (bucket, entity, id, op, seq) select b, 'case', id, 'PUT', seq from copied, unnest(buckets) as b`,
  `insert into sync_bucket (bucket, cases) select b, count(*) from copied, unnest(buckets) as b group by b
    on conflict (bucket) do update set cases = sync_bucket.cases + excluded.cases`,
  `insert into scope_history (bucket, entity, id, from_seq)
    select b, 'case', id, seq from copied, unnest(buckets || case when assignee is null then '{}' else array['assignee:' || assignee] end) as b`,
  `select setval('sync_seq', (select max(seq) from sync_member))`,
]

/**
 * Fills the database with copies of its sample cases until it holds `cases`. The stamping triggers are off meanwhile; what they keep
 * (log, bucket counts, history, clock) is written beside in the same transaction, as if 400 cases a commit had arrived.
 */
export async function fillBySql(rows: Rows, cases: number): Promise<void> {
  await rows('begin')
  await rows('alter table complaint disable trigger stamp')
  await rows(copies, [cases])
  for (const statement of stamps) await rows(statement)
  await rows('alter table complaint enable trigger stamp')
  await rows('commit')
  // What autovacuum does while a real desk fills over months must not fall into what is measured.
  await rows('vacuum (analyze)')
}
