/** The longest text that a cell of Excel holds. */
export const longestCell = 32_767

/** Most rows handed over to a workbook in one call: writing them keeps main busy for some milliseconds only. */
export const mostRowsAtOnce = 250
