/** One finished system call of a trace, in the order in which they ended. */
export type SystemCall = Readonly<{ name: string; path: string; text: string; failed: boolean }>

const whole = /^\d+\s+(\w+)\((.*)\)\s+= (-?\d+)/
const begun = /^(\d+)\s+(\w+)\((.*) <unfinished \.\.\.>$/
const ended = /^(\d+)\s+<\.\.\. (\w+) resumed>(.*)\)\s+= (-?\d+)/

/** Reads `strace -f -y`: calls of several threads, also those that were interrupted by another thread's line. */
export function readTrace(trace: string): SystemCall[] {
  const waiting = new Map<string, string>()
  return trace.split('\n').flatMap((line) => {
    const start = begun.exec(line)
    if (start) waiting.set(start[1] ?? '', start[3] ?? '')
    if (start) return []
    const end = ended.exec(line)
    const found = whole.exec(line)
    const [name, args, result] = end
      ? [end[2], `${waiting.get(end[1] ?? '') ?? ''}${end[3]}`, end[4]]
      : [found?.[1], found?.[2], found?.[3]]
    if (name === undefined || args === undefined) return []
    return [{ name, path: /^\d+<([^>]*)>/.exec(args)?.[1] ?? '', text: args, failed: Number(result) < 0 }]
  })
}

export type Unsafe = Readonly<{ key: string; reason: 'never_written' | 'not_on_disk' }>

const writes = ['write', 'pwrite64', 'writev']
const syncs = ['fsync', 'fdatasync']

/**
 * Acknowledgements (`ack <key>`) whose record a power cut could have taken: between the last write of the key and the acknowledgement
 * no `fsync` or `fdatasync` of its file has ended, or the file was put in place by renaming and its folder was not synced after that.
 */
export function unsafeAcknowledgements(calls: readonly SystemCall[]): Unsafe[] {
  const done = calls.filter(({ failed }) => !failed)
  return done.flatMap((call, place): Unsafe[] => {
    const key = call.name === 'write' ? /ack ([\w-]+)\\n/.exec(call.text)?.[1] : undefined
    if (key === undefined) return []
    const before = done.slice(0, place)
    const written = before.findLastIndex(({ name, text }) => writes.includes(name) && text.includes(`${key}ghi`))
    if (written < 0) return [{ key, reason: 'never_written' }]
    const file = before[written]?.path ?? ''
    const after = before.slice(written + 1)
    const isSynced = after.some(({ name, path }) => syncs.includes(name) && path === file)
    const renamed = after.findIndex(({ name, text }) => name === 'rename' && text.startsWith(`"${file}"`))
    const folder = file.slice(0, file.lastIndexOf('/'))
    const isPlaced =
      !file.endsWith('.partial') ||
      (renamed >= 0 && after.slice(renamed).some(({ name, path }) => syncs.includes(name) && path === folder))
    return isSynced && isPlaced ? [] : [{ key, reason: 'not_on_disk' }]
  })
}
