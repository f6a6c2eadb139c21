import { commandArgsV1 } from '../../../shared/contract/command-args.ts'
import { entitlements } from '../../../shared/domain/authority.ts'
import type { Entitlement, Relation } from '../../../shared/domain/authority.ts'
import { commandNames, commandTable } from '../../../shared/domain/command-table.ts'
import type { CommandName } from '../../../shared/domain/command.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'
import { availableCommands, decideCommand } from '../../../shared/domain/decision.ts'
import { caseStates } from '../../../shared/domain/states.ts'
import type { CaseState } from '../../../shared/domain/states.ts'
import { commandVi } from '../../../shared/text/catalogue-vi/commands.ts'
import { actor, askedOf, caseIn, context, nowMs } from './case-fixtures.ts'
import { unattendedMoves } from './case-moves.ts'
import { everySituation, heldByField, openPromise, wishBy } from './case-situations.ts'
import type { NamedSituation } from './case-situations.ts'
import { refusalExamples } from './refusal-examples.ts'

const relations: Readonly<Record<Relation, string>> = {
  agency: "of the case's agency",
  unreceived: 'of its agency, whatever the team, until it is received',
  team: 'over its team',
  assignee: 'it is assigned to',
  target: 'of the agency a transfer waits at',
  coordinating: 'of an agency that was asked',
  city: 'of the city',
  deserted: 'of the city, where nobody is there at the agency',
  above: "of the city, where the decision is the city's",
}

const cells = (...values: readonly string[]): string => `| ${values.join(' | ')} |`
const code = (value: string): string => `\`${value}\``

const whoOf = (name: CommandName): string => {
  const { givenBy } = commandTable[name]
  if (givenBy === 'citizen') return 'the citizen, through iHaNoi'
  if (givenBy === 'system') return 'the server, when the time is over'
  return entitlements[name]
    .map(({ roles, relation }: Entitlement) => `${roles.map(code).join(', ')} ${relations[relation]}`)
    .join('; ')
}

// Nearly every command may start in all open states or any state: those are named, not listed.
const listed = (states: readonly CaseState[]): string => {
  const open = everyOpen.every((state) => states.includes(state))
  const rest = open ? states.filter((state) => !everyOpen.includes(state)) : states
  return [...(open ? ['every open state'] : []), ...rest.map(code)].join(', ')
}
const everyOpen: readonly CaseState[] = caseStates.filter(
  (state) => !['answered', 'refused', 'merged', 'closed'].includes(state),
)

const fromOf = (name: CommandName): string => {
  const { from } = commandTable[name]
  return from === 'any' ? 'any state' : listed(from)
}

const toOf = (name: CommandName): string => {
  const { to } = commandTable[name]
  if (typeof to !== 'string') return listed(to)
  if (to === 'restored') return 'the state before'
  return to === 'unchanged' ? 'unchanged' : code(to)
}

/** The arguments; one with an asterisk must hold a text. */
const needsOf = (name: CommandName): string => {
  const required = Object.keys(commandTable[name].required)
  const fields = Object.keys(commandArgsV1[name].shape)
  return fields.map((field) => `${code(field)}${required.includes(field) ? '\\*' : ''}`).join(', ') || '–'
}

const general = new Set(['unknown_command', 'not_permitted', 'wrong_state', 'stale_flow', 'online_only'])

const codesOf = (name: CommandName): string => {
  const found = Object.entries(refusalExamples).filter(
    ([reason, ways]) => !general.has(reason) && ways.some((way) => way.command.name === name),
  )
  const texts = Object.values<string | undefined>(commandTable[name].required).filter((reason) => reason !== undefined)
  return [...new Set([...texts, ...found.map(([reason]) => reason)])].map(code).join(', ') || '–'
}

const flowOf = (name: CommandName): string => (commandTable[name].workflow ? 'yes' : 'no')

/** The people of the tests by the letter of the matrix: whoever stands so to the case of a situation. */
const letters: readonly (readonly [letter: string, meaning: string, who: (complaint: Complaint) => string | null])[] = [
  ['I', 'intake officer', () => 'intake'],
  // An approver whom the case is assigned to would show the approver's commands.
  ['A', 'the assignee', ({ assignee }) => (assignee === 'double' ? null : assignee)],
  [
    'N',
    'a case officer of the team who is not the assignee',
    ({ assignee }) => (assignee === 'officer2' ? null : 'officer2'),
  ],
  ['F', 'a field officer of the team', () => 'field'],
  ['S', "the team's supervisor", () => 'supervisor'],
  ['P', 'an approver of the agency', () => 'approver2'],
  [
    'R',
    'the intake officer of the agency an approved transfer waits at',
    ({ proposal }) => (proposal?.stage === 'receiver' ? 'receiver' : null),
  ],
  [
    'X',
    'the intake officer of an agency that was asked',
    ({ coordination }) => (coordination.length > 0 ? 'receiver' : null),
  ],
  ['C', "the city's coordinator", () => 'coordinator'],
  ['O', 'an oversight officer', () => 'oversight'],
]

const unattendedLetters = { citizen: 'D', system: 'M', official: '' } as const

const allowedIn = (name: CommandName, situations: readonly NamedSituation[]): string => {
  if (commandTable[name].givenBy !== 'official') return happensIn(name, situations)
  return letters
    .filter(([, , whoIs]) =>
      situations.some(({ complaint, context: known }) => {
        const who = whoIs(complaint)
        const buttons = who === null ? [] : availableCommands(actor(who), complaint, context(known))
        return buttons.some((entry) => entry.name === name && entry.allowed)
      }),
    )
    .map(([letter]) => letter)
    .join('')
}

const happensIn = (name: CommandName, situations: readonly NamedSituation[]): string => {
  const { givenBy } = commandTable[name]
  const happens = situations.some(({ complaint }) =>
    unattendedMoves(complaint).some((command) => {
      const { proposal } = complaint
      const helped = { ...complaint, proposal: proposal === null ? null : { ...proposal, mayResume: true } }
      const known = context({ givenBy, nowMs: nowMs + 60 * 86_400_000 })
      return (
        command.name === name &&
        decideCommand({ command, actor: actor('nobody'), complaint: helped, context: known }).ok
      )
    }),
  )
  return happens ? unattendedLetters[givenBy] : ''
}

/** Every situation of a state: as the tests have them, urgent, and with everything under way that may be. */
const situationsIn = (state: CaseState): readonly NamedSituation[] => [
  ...everySituation.filter(({ complaint }) => complaint.state === state),
  { name: 'urgent', complaint: caseIn(state, { level: 'urgent' }), context: {} },
  {
    name: 'busy',
    complaint: caseIn(state, {
      coordination: [askedOf('STP')],
      extensions: [wishBy('officer')],
      checkout: heldByField,
      commitments: [openPromise],
    }),
    context: {},
  },
]

const matrix = (): readonly string[] => [
  cells('command', ...caseStates.map(code)),
  cells('---', ...caseStates.map(() => '---')),
  ...commandNames.map((name) =>
    cells(code(name), ...caseStates.map((state) => allowedIn(name, situationsIn(state)) || '·')),
  ),
]

const intro = `# Commands

Written by a test from the one command table (\`shared/domain/command-table.ts\`), its entitlements (\`shared/domain/authority.ts\`) and the
decisions themselves; the test fails when this file is not current. To write it anew:
\`UPDATE_DOCS=1 npx vitest run --config tests/vitest.config.ts tests/unit/domain/commands/command-docs.test.ts\`.

Every command may also be refused as \`not_permitted\`, \`wrong_state\`, \`stale_flow\` (where it carries the flow version) or \`online_only\`
(where it needs the server at once). Offline: *always* is accepted whenever it arrives, *provisional* is shown as predicted until the
server has decided, *online* waits for the server. An argument with an asterisk must hold a text.`

const legend = (): string =>
  [
    ...letters.map(([letter, meaning]) => `**${letter}** ${meaning}`),
    '**D** the citizen',
    '**M** the server, once the time is over',
  ].join(' · ')

/** The text of `docs/commands.md`. */
export const commandDocs = (): string =>
  [
    intro,
    '',
    '## The table',
    '',
    cells('command', 'in Vietnamese', 'from', 'to', 'who', 'arguments', 'also refused as', 'offline', 'flow version'),
    cells(...Array.from({ length: 9 }, () => '---')),
    ...commandNames.map((name) =>
      cells(
        code(name),
        commandVi.name[name],
        fromOf(name),
        toOf(name),
        whoOf(name),
        needsOf(name),
        codesOf(name),
        commandTable[name].offline,
        flowOf(name),
      ),
    ),
    '',
    '## Who may do what in which state',
    '',
    `A letter stands where that person may give the command in some situation of that state. ${legend()}`,
    '',
    ...matrix(),
    '',
  ].join('\n')
