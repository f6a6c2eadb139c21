/** Most cases that one request asks about; a longer list comes in several requests under one export id. */
export const mostExportedAtOnce = 5000

/** Most cases in one file. */
export const mostExported = 100_000
