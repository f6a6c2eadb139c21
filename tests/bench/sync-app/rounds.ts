export const contenders = ['ours', 'raw', 'rxdb', 'pouchdb-idb', 'pouchdb-indexeddb'] as const
export type Contender = (typeof contenders)[number]

/** Where a number of pages lie in the app: `<folder>-<number>.json`. */
export type PageFiles = Readonly<{ folder: string; count: number }>

/** One round: what warms the code up, then what is measured. */
export type Round = Readonly<{ contender: Contender; warmUp: PageFiles; measured: PageFiles }>

/** From no database to every row stored, in milliseconds; how many rows or cases are there then; and whatever else was measured. */
export type Measured = Readonly<{ ms: number; stored: number; figures: Readonly<Record<string, number>> }>

/**
 * With the longest time the page waited for its turn, while nothing was done and while the worker worked. `ended`: the round was not
 * over after the most it may take, which is then its time.
 */
export type RoundResult = Measured & Readonly<{ ended: boolean; idleWaitMs: number; busyWaitMs: number }>

/** What the page tells its worker, and hears from it. */
export type ToWorker = Readonly<{ say: 'prepare'; round: Round } | { say: 'go' }>
export type FromWorker = Readonly<{ say: 'ready' } | { say: 'done'; measured: Measured }>
