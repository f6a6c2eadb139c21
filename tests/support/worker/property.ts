import fc from 'fast-check'

/** Checks an asynchronous property and prints its seed; `IHANOI_DESK_SEED` repeats a run, `IHANOI_DESK_SEEDS` multiplies the cases. */
export async function holdsAsync<T>(
  name: string,
  property: fc.IAsyncPropertyWithHooks<T>,
  numRuns: number,
): Promise<void> {
  const given = Number(process.env['IHANOI_DESK_SEED'] ?? Number.NaN)
  const seed = Number.isInteger(given) ? given : Math.floor(Math.random() * 0x7fff_ffff)
  console.info(`property "${name}": seed ${seed}`)
  await fc.assert(property, { seed, numRuns: numRuns * Number(process.env['IHANOI_DESK_SEEDS'] ?? '1') })
}
