/** Version 2: the first screen is kept by main, which hands it to a page before any worker runs. */
export const noHead = { version: 2, stores: { head: null } } as const
