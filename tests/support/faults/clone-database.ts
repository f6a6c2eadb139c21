import { IDBFactory } from 'fake-indexeddb'

const asked = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result))
    request.addEventListener('error', () => reject(request.error ?? new Error('no answer')))
  })

const finished = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('error', () => reject(transaction.error ?? new Error('the transaction failed')))
  })

function sameStores(from: IDBDatabase, to: IDBDatabase): void {
  const reading = from.transaction([...from.objectStoreNames])
  for (const name of from.objectStoreNames) {
    const { keyPath, autoIncrement, indexNames } = reading.objectStore(name)
    const store = to.createObjectStore(name, { keyPath, autoIncrement })
    for (const indexName of indexNames) {
      const index = reading.objectStore(name).index(indexName)
      store.createIndex(indexName, index.keyPath, { unique: index.unique, multiEntry: index.multiEntry })
    }
  }
}

async function copyRows(from: IDBDatabase, to: IDBDatabase): Promise<void> {
  for (const name of from.objectStoreNames) {
    const source = from.transaction(name).objectStore(name)
    const [rows, keys] = await Promise.all([asked(source.getAll()), asked(source.getAllKeys())])
    const writing = to.transaction(name, 'readwrite')
    const target = writing.objectStore(name)
    const done = finished(writing)
    for (const [place, row] of rows.entries()) {
      if (target.keyPath === null) target.put(row, keys[place])
      else target.put(row)
    }
    await done
  }
}

/** Every database of a device as a copy of its profile folder would bring it to another machine. */
export async function cloneDatabases(from: IDBFactory): Promise<IDBFactory> {
  const copy = new IDBFactory()
  for (const { name, version } of await from.databases()) {
    if (name === undefined || version === undefined) continue
    const source = await asked(from.open(name))
    const opening = copy.open(name, version)
    opening.addEventListener('upgradeneeded', () => sameStores(source, opening.result))
    const target = await asked(opening)
    await copyRows(source, target)
    source.close()
    target.close()
  }
  return copy
}
