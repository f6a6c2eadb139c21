/** What the worker measured for one number of deadlines, milliseconds a round; `naiveMs` is the time of `naiveCount` of them. */
export type SlaSize = Readonly<{ count: number; oursMs: readonly number[]; naiveMs: number; naiveCount: number }>

/** Everything measured, and how many deadlines of the sample differed from the minute loop's. */
export type SlaResult = Readonly<{ sizes: readonly SlaSize[]; differing: number }>
