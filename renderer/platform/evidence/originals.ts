/** Where a page gets the original of a file by the hash of its content; main has it on this device or asks the server. */
export const originalUrl = (hash: string): string => `files/${encodeURIComponent(hash)}`

/** Why an original could not be shown: what this device kept of it was damaged, or it is not here and the server was not reached. */
export type OriginalFault = 'damaged' | 'missing'

export async function faultOfOriginal(hash: string): Promise<OriginalFault> {
  try {
    const answer = await fetch(originalUrl(hash), { method: 'HEAD', cache: 'no-store' })
    return answer.headers.get('x-desk-code') === 'file_damaged' ? 'damaged' : 'missing'
  } catch (error) {
    console.error('original_fault_unknown', error)
    return 'missing'
  }
}
