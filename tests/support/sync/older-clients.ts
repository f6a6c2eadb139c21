import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { mutationV1 } from '../../../shared/contract/sync.ts'
import type { CommandForms } from '../../../shared/contract/command-upgrades.ts'

// Loose, so that a request keeps every field as it was recorded.
const recording = z.object({
  commit: z.string(),
  pushes: z.array(
    z.object({
      official: z.string(),
      body: z.looseObject({ clientId: z.string(), mutations: z.array(z.looseObject(mutationV1.shape)) }),
    }),
  ),
  stored: z.array(
    z.object({
      key: z.string(),
      payload: z.looseObject({ name: z.string(), args: z.record(z.string(), z.unknown()) }),
    }),
  ),
})

/** The commits whose apps were recorded (tests/fixtures/older-clients). */
export const recordedCommits = ['f01534d', '89f47a3'] as const

/** What an app of that commit sent and stored. */
export function recordingOf(commit: (typeof recordedCommits)[number]): z.infer<typeof recording> {
  const file = new URL(`../../fixtures/older-clients/${commit}.json`, import.meta.url)
  return recording.parse(JSON.parse(readFileSync(file, 'utf8')))
}

/** A visit as an app of the made-up version 1 wrote it: other words for the text, the point as one string. */
export const olderVisit = (id: string, remark: string) => ({
  id,
  remark,
  position: '21.0045 105.8532',
  occurredAtMs: 1_772_000_000_000,
})

/** A made-up version 2 of every command that renamed one argument of a visit and split another. */
export const nextForms: CommandForms = {
  newest: 2,
  steps: new Map([
    [
      1,
      (command) => {
        if (command.name !== 'recordVisit') return command
        const { remark, position, ...rest } = command.args
        const [lat, lng] = String(position).split(' ').map(Number)
        return { name: command.name, args: { ...rest, text: remark, point: { lat, lng } } }
      },
    ],
  ]),
}

/** The same version in a program that has lost the step to it. */
export const formsWithoutStep: CommandForms = { ...nextForms, steps: new Map() }
