const rowsPerRecord = 1000

/** The limit: the same rows parsed and put, 1,000 to a record, into one IndexedDB store without index, encryption or journal. Answers how many. */
export async function rawPackedWrite(name: string, pages: readonly string[]): Promise<number> {
  const database = await openRaw(name)
  let n = 0
  let stored = 0
  for (const text of pages) {
    const { ops } = JSON.parse(text) as { ops: { row?: unknown }[] }
    const transaction = database.transaction('rows', 'readwrite', { durability: 'strict' })
    const store = transaction.objectStore('rows')
    for (let from = 0; from < ops.length; from += rowsPerRecord) {
      const rows = ops.slice(from, from + rowsPerRecord).map((op) => op.row)
      store.put({ n, text: JSON.stringify(rows) })
      n += 1
      stored += rows.length
    }
    await new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve())
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('aborted')))
    })
  }
  database.close()
  return stored
}

export async function deleteRaw(name: string): Promise<void> {
  await new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(name)
    request.addEventListener('success', () => resolve())
    request.addEventListener('error', () => resolve())
  })
}

function openRaw(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows', { keyPath: 'n' }))
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')))
  })
}
