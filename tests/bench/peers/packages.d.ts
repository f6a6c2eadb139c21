// What is used of the packages beside, so that the types are checked where they are not installed.

declare module 'rxdb/plugins/core' {
  import type { RxStorage } from 'rxdb/plugins/storage-dexie'

  export type RxCollection = Readonly<{
    bulkInsert: (rows: readonly object[]) => Promise<Readonly<{ error: readonly unknown[] }>>
    count: () => Readonly<{ exec: () => Promise<number> }>
    find: (query: object) => Readonly<{ exec: () => Promise<readonly unknown[]> }>
  }>
  export type RxDatabase = Readonly<{
    addCollections: (collections: object) => Promise<Readonly<Record<string, RxCollection>>>
    remove: () => Promise<unknown>
  }>
  export function createRxDatabase(options: {
    name: string
    storage: RxStorage
    multiInstance: boolean
  }): Promise<RxDatabase>
}

declare module 'rxdb/plugins/storage-dexie' {
  export type RxStorage = Readonly<{ name: string }>
  export function getRxStorageDexie(): RxStorage
}

declare module 'pouchdb-browser' {
  type Plugin = (pouch: typeof PouchDB) => void
  class PouchDB {
    static plugin(plugin: Plugin): void
    constructor(name: string, options: { adapter: 'idb' | 'indexeddb' })
    bulkDocs(rows: readonly object[]): Promise<readonly Readonly<{ ok?: true; error?: unknown }>[]>
    info(): Promise<Readonly<{ doc_count: number }>>
    destroy(): Promise<unknown>
  }
  export default PouchDB
}

declare module 'pouchdb-adapter-indexeddb' {
  import type PouchDB from 'pouchdb-browser'

  const plugin: (pouch: typeof PouchDB) => void
  export default plugin
}
