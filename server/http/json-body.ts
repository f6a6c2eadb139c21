import { Problem } from './problem.ts'

const deepest = 64

/**
 * Parses a JSON body. Throws `not_json` for anything else and `bad_request` for nesting deeper than 64 levels, which later steps
 * that walk the value could not survive. Keys named `__proto__` stay plain data and reach no prototype.
 */
export function parseJsonBody(bytes: Buffer): unknown {
  if (depthOf(bytes) > deepest) throw new Problem('bad_request', `The JSON is nested deeper than ${deepest} levels.`)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw Object.assign(new Problem('not_json', 'The body is not valid JSON.'), { cause: error })
  }
}

function depthOf(bytes: Buffer): number {
  let depth = 0
  let most = 0
  let inString = false
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index]
    if (inString) {
      if (byte === 0x5c) index += 1
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1
      if (depth > most) most = depth
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1
  }
  return most
}
