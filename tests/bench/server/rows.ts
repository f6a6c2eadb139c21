import pg from 'pg'

/** Rows of a query by the owner of the database, who sees everything. */
export type Rows = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** A connection for such queries, and how to end it. */
export async function connectRows(url: string): Promise<{ rows: Rows; end: () => Promise<void> }> {
  const client = new pg.Client(url)
  await client.connect()
  return {
    rows: async <Row extends object>(text: string, values: readonly unknown[] = []) => {
      const answer = await client.query(text, [...values])
      return answer.rows as Row[]
    },
    end: () => client.end(),
  }
}
