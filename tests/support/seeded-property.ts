import fc from 'fast-check'

/** The seed of this run: `IHANOI_DESK_SEED` repeats one, otherwise every run draws a new one. */
export const runSeed = (): number => {
  const given = Number(process.env['IHANOI_DESK_SEED'] ?? Number.NaN)
  return Number.isInteger(given) ? given : Math.floor(Math.random() * 0x7fff_ffff)
}

/** Checks a property and prints its seed, whether it holds or not. */
export const holds = <T>(name: string, property: fc.IPropertyWithHooks<T>, parameters: fc.Parameters<T> = {}): void => {
  const seed = runSeed()
  console.info(`property "${name}": seed ${seed}`)
  fc.assert(property, { ...parameters, seed })
}
