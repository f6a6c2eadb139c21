/** The wire schema this build speaks, as a client and as a server: 2 brought the whole workflow into the case row. */
export const wireSchema = 2

/** The wire schemas a server answers: an older client is refused with `schema_too_old`, a newer one with `schema_too_new`. */
export type SpokenSchemas = Readonly<{ oldest: number; newest: number }>

/** What a server of this build speaks. */
export const spokenSchemas: SpokenSchemas = { oldest: 1, newest: wireSchema }

/** Most mutations in one push (sync.md section 2). */
export const maxMutationsPerPush = 50

/** Most rows a pull page aims at; a sequence number never spans two pages, so a page may be longer. */
export const maxPullLimit = 5000
