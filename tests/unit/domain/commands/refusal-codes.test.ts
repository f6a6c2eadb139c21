import { describe, expect, it } from 'vitest'
import { refusalCodes } from '../../../../shared/domain/command.ts'
import { decideCommand } from '../../../../shared/domain/decision.ts'
import { actor, context } from '../../../support/domain/case-fixtures.ts'
import { queueCodes, refusalExamples } from '../../../support/domain/refusal-examples.ts'

const examples = Object.entries(refusalExamples).flatMap(([code, ways]) =>
  ways.map((way) => ({ code, name: way.command.name, ...way })),
)

describe('every refusal code', () => {
  it.each(examples)('$code is what $who is told by $name', ({ code, who, command, complaint, context: known }) => {
    expect(decideCommand({ command, actor: actor(who), complaint, context: context(known) })).toEqual({
      ok: false,
      code,
    })
  })

  it('is reached here, or given by the server’s queue', () => {
    expect([...Object.keys(refusalExamples), ...queueCodes].toSorted()).toEqual([...refusalCodes].toSorted())
    expect(Object.entries(refusalExamples).filter(([, ways]) => ways.length === 0)).toEqual([])
  })
})
