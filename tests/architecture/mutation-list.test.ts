import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/places.ts'

type Mutation = Readonly<{ name: string; file: string; find: string; replace: string; tests: readonly string[] }>

const { mutations } = JSON.parse(readFileSync(join(root, 'tests', 'mutations', 'mutations.json'), 'utf8')) as {
  mutations: readonly Mutation[]
}

// The guards are taken out by `npm run test:mutations`, which takes too long for every change; here only that each can be.
describe('the list of guards that tests must miss', () => {
  it.each(mutations)('$name stands in its file exactly once, beside tests that exist', (mutation) => {
    const text = readFileSync(join(root, mutation.file), 'utf8')
    expect(text.split(mutation.find)).toHaveLength(2)
    expect(mutation.replace).not.toBe(mutation.find)
    expect(mutation.tests.filter((test) => !existsSync(join(root, test)))).toEqual([])
    expect(mutation.tests).not.toEqual([])
  })

  it('names no guard twice', () => {
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })
})
