/** The wire schema this build speaks. A server refuses (426) a client older than its `minSchema`. */
export const wireSchema = 1

/** Most mutations in one push (sync.md section 2). */
export const maxMutationsPerPush = 50

/** Most rows a pull page aims at; a sequence number never spans two pages, so a page may be longer. */
export const maxPullLimit = 5000
