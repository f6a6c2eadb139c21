/** The wire schema this build speaks: 2 brought the whole workflow into the case row. */
export const wireSchema = 2

/** The oldest wire schema this server still answers pulls of; an older client gets 426 and goes on pushing. */
export const oldestWireSchema = 1

/** Most mutations in one push (sync.md section 2). */
export const maxMutationsPerPush = 50

/** Most rows a pull page aims at; a sequence number never spans two pages, so a page may be longer. */
export const maxPullLimit = 5000
