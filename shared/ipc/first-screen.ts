import { z } from 'zod'
import { queueQueryV1, queueRowV1, referenceV1, viewName } from './queue-contract.ts'

/** The list as it stands before anything was chosen, as the data worker last answered it: main hands it to a page that starts. */
export const firstScreenV1 = z.object({
  query: queueQueryV1,
  total: z.number().int(),
  rows: z.array(queueRowV1),
  counts: z.record(viewName, z.number().int()),
  asOfMs: z.number(),
  /** The roles held and the names that the rows refer to. */
  reference: referenceV1,
})
export type FirstScreenV1 = z.infer<typeof firstScreenV1>

/**
 * The first frame of the desk over a first screen, drawn beforehand: what main writes into the page itself, so that the rows are
 * seen before any script has run.
 */
export const stillV1 = z.object({
  /** HTML without a `style` attribute: `data-still="n"` stands for the n-th rule of `styles`. */
  markup: z.string().max(2_000_000),
  styles: z.string().max(500_000),
  /** `stillPreferences` of the profile it was drawn with: with others it is not shown. */
  preferences: z.string().max(300_000),
})
export type StillV1 = z.infer<typeof stillV1>

/** What is sealed for the next start: a `firstScreenV1` as JSON and, as soon as the page has drawn it, its still. */
export const keptScreenV1 = z.object({ screen: z.string(), still: stillV1.nullable() })
export type KeptScreenV1 = z.infer<typeof keptScreenV1>

/** How many rows a first screen holds at most: one block of the list. */
export const firstScreenRows = 100
