/** Stable codes of the central server's problem documents (RFC 9457). Nothing decides from a message text. */
export const errorCodes = [
  'bad_request',
  'not_json',
  'too_large',
  'unauthenticated',
  'forbidden',
  'client_locked',
  'client_unknown',
  'not_found',
  'conflict',
  'schema_too_old',
  'rate_limited',
  'intake_key_wrong',
  'file_too_large',
  'file_type_refused',
  'file_hash_wrong',
  'files_incomplete',
  'too_many_files',
  'wrong_state',
  'internal',
  'not_ready',
] as const
export type ErrorCode = (typeof errorCodes)[number]
