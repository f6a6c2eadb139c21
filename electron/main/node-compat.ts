import { File } from 'node:buffer'

// oRPC reads the global File, which the oldest runtime (Node 18.15) keeps in node:buffer only.
globalThis.File ??= File as unknown as typeof globalThis.File
