/** The form of a `keptScreenV1` and the `firstScreenV1` in it: a change of any schema in it takes the next number, and what another form sealed is not shown. */
export const firstScreenForm = 2

/**
 * The additional data under which the data worker seals the first screen (AES-256-GCM with the account's data key) and main
 * opens it; the storage schema is its last part.
 */
export const firstScreenPlace = (accountId: string) => ['first-screen', accountId, String(firstScreenForm)] as const
