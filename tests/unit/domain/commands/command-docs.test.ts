import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { commandNames } from '../../../../shared/domain/command-table.ts'
import { commandDocs } from '../../../support/domain/command-docs.ts'

const file = fileURLToPath(new URL('../../../../docs/commands.md', import.meta.url))

describe('docs/commands.md', () => {
  it('is what the code says; UPDATE_DOCS=1 writes it anew', () => {
    const written = commandDocs()
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, written)
    expect(readFileSync(file, 'utf8')).toBe(written)
  })

  it('shows every command twice: in the table and in the matrix, there with somebody who may give it', () => {
    const lines = commandDocs().split('\n')
    for (const name of commandNames) {
      const rows = lines.filter((line) => line.startsWith(`| \`${name}\` |`))
      expect(rows.length, name).toBe(2)
      expect(rows[1], name).toMatch(/\| [A-Z]+ \|/)
    }
  })
})
