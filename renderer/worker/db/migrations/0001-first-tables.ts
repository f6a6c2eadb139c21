/**
 * Version 1 of the account's database. Only keys are indexed: bucket names, row ids, sequence numbers, command keys;
 * never a field of a case.
 */
export const firstTables = {
  version: 1,
  stores: {
    segments: '[lane+bucket+n]',
    delta: '[entity+id]',
    head: 'id',
    outbox: 'key',
    drafts: 'id',
    meta: 'name',
  },
} as const
