import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { defaultMaxFileBytes } from '../../../shared/contract/files/file-types.ts'
import { isMissing, replaceFile } from '../profile/durable-file.ts'

const limitFile = z.object({ v: z.literal(1), fileBytes: z.number().int().positive() })

/** The largest file the server takes, as it said when this device was registered; until then the limit of a server that is told nothing. */
export class FileLimit {
  readonly #path: string
  #bytes: number

  private constructor(path: string, bytes: number) {
    this.#path = path
    this.#bytes = bytes
  }

  static async open(path: string): Promise<FileLimit> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if (isMissing(error)) return ''
      throw error
    })
    return new FileLimit(path, limitFile.safeParse(parseJson(text)).data?.fileBytes ?? defaultMaxFileBytes)
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Resolves when it is on the disk. */
  async keep(fileBytes: number): Promise<void> {
    if (fileBytes === this.#bytes) return
    await replaceFile(this.#path, Buffer.from(JSON.stringify({ v: 1, fileBytes })))
    this.#bytes = fileBytes
  }
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    // A file cut or made unreadable: the server's own check stands behind this one.
    return null
  }
}
