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

/** How many rows a first screen holds at most: one block of the list. */
export const firstScreenRows = 100
