/** What the worker measured; one entry a run, the two taking turns. */
export type WorkerResult = Readonly<{
  rows: number
  cases: number
  oursMs: number[]
  limitMs: number[]
  queryMs: number[]
  searchMs: number[]
}>

/** With what the page saw meanwhile: its longest task as the browser reports them (50 ms and more), and the longest wait for a turn. */
export type BenchResult = WorkerResult & Readonly<{ longestTaskMs: number; longestWaitMs: number }>
