import { describe, expect, it } from 'vitest'
import { buttonsOf, commandGroups } from '../../../../renderer/features/case/commands/command-order.ts'
import { giveAtOnce } from '../../../../renderer/features/case/commands/bar/immediate.ts'
import { cityDate, cityMinute, dayEndMs, minuteMs } from '../../../../renderer/features/case/commands/ask/city-time.ts'
import { dateOf, momentOf, writtenAs } from '../../../../renderer/features/case/commands/ask/typed-date.ts'
import { passagesOf } from '../../../../renderer/features/case/commands/citizen/found-passages.ts'
import { pointOf, pointText } from '../../../../renderer/features/case/commands/citizen/typed-point.ts'
import { agencyChoices } from '../../../../renderer/features/case/commands/choices.ts'
import { openQuestionsTo } from '../../../../renderer/features/case/commands/between/open-questions.ts'
import { officialCommands } from '../../../../shared/domain/command-table.ts'
import type { CommandName, RefusalCode } from '../../../../shared/domain/command.ts'
import { caseDetailFake } from '../../../support/renderer/case-detail-fake.ts'
import { referenceFake, rowFake, workerStateFake } from '../../../support/renderer/desk-services-fake.ts'

const offer = (name: CommandName, code: RefusalCode | null = null, primary = false) => ({
  name,
  allowed: code === null,
  code,
  primary,
})
const namesOf = (buttons: readonly { name: string }[]) => buttons.map(({ name }) => name)

describe('command buttons', () => {
  it('exist for every command an official gives, but for drafts and read marks, which the app gives by itself', () => {
    const shown = new Set<string>(Object.values(commandGroups).flat())
    expect(officialCommands.filter((name) => !shown.has(name))).toEqual(['saveDraft', 'mark'])
  })

  it('show what the state usually asks for first, the next step leading, and everything else allowed after it', () => {
    const plan = buttonsOf(
      [offer('addNote'), offer('mark'), offer('merge'), offer('receive', null, true), offer('revealReporter')],
      'awaiting_reception',
    )
    expect(namesOf(plan.first)).toEqual(['receive', 'merge'])
    expect(namesOf(plan.further)).toEqual(['addNote', 'revealReporter'])
    expect(plan.others).toEqual([])
  })

  it('move what has nothing to act on out of the way, by group, and keep every other reason in sight', () => {
    const plan = buttonsOf(
      [offer('approveReply', 'own_reply'), offer('start', 'wrong_state'), offer('grantExtension', 'nothing_asked')],
      'reply_submitted',
    )
    expect(plan.first).toEqual([{ name: 'approveReply', primary: false, code: 'own_reply' }])
    expect(plan.others.map(({ group, buttons }) => [group, ...namesOf(buttons)])).toEqual([
      ['handling', 'start'],
      ['time', 'grantExtension'],
    ])
  })

  it('never make a refused command primary, and always give a refused one its reason', () => {
    const plan = buttonsOf(
      [
        { name: 'approveReply', allowed: false, code: 'own_reply', primary: true },
        { name: 'returnReply', allowed: false, code: null, primary: false },
      ],
      'reply_submitted',
    )
    expect(plan.first).toEqual([{ name: 'approveReply', primary: false, code: 'own_reply' }])
    expect(plan.others[0]?.buttons).toEqual([{ name: 'returnReply', primary: false, code: 'wrong_state' }])
  })
})

describe('a command given at once', () => {
  const detailWith = (text: string) => {
    const detail = caseDetailFake(workerStateFake([rowFake('1', { state: 'reply_submitted' })]), '1')
    if (detail === undefined || detail === null || detail.case.reply === null) throw new Error('the fake has no reply')
    return { ...detail, case: { ...detail.case, reply: { ...detail.case.reply, text } } }
  }

  it('is an approval only while the reply holds nothing personal', () => {
    const given: string[] = []
    const run = async (name: string) => {
      given.push(name)
      return true
    }
    const reply = { text: '', submit: () => Promise.resolve(true) }
    expect(giveAtOnce('approveReply', { detail: detailWith('Đã vá xong.'), run, reply })).toBe(true)
    expect(giveAtOnce('approveReply', { detail: detailWith('Gọi 0912 345 678.'), run, reply })).toBe(false)
    expect(giveAtOnce('publish', { detail: detailWith('Gọi 0912 345 678.'), run, reply })).toBe(false)
    expect(giveAtOnce('proposeTransfer', { detail: detailWith('Đã vá xong.'), run, reply })).toBe(false)
    expect(given).toEqual(['approveReply'])
  })
})

describe('what is typed into a dialog', () => {
  it('is a moment of the city, whatever the zone of the device', () => {
    expect(minuteMs('2026-11-27T08:30')).toBe(Date.UTC(2026, 10, 27, 1, 30))
    expect(cityMinute(Date.UTC(2026, 10, 27, 18, 5))).toBe('2026-11-28T01:05')
    expect(cityDate(Date.UTC(2026, 10, 27, 17))).toBe('2026-11-28')
    expect(dayEndMs('2026-11-27')).toBe(Date.UTC(2026, 10, 27, 16, 59))
    expect(dayEndMs('')).toBeNull()
    expect(minuteMs('2026-13-40T99:99')).toBeNull()
  })

  it('is a day or a moment written day first, or none', () => {
    expect(dateOf('1/12/2026')).toBe('2026-12-01')
    expect(dateOf(' 31.12.2026 ')).toBe('2026-12-31')
    expect(dateOf('2026-12-01')).toBe('2026-12-01')
    expect(dateOf('31/02/2026')).toBeNull()
    expect(dateOf('1/12')).toBeNull()
    expect(momentOf('1/12/2026 8:05')).toBe('2026-12-01T08:05')
    expect(momentOf('1/12/2026 24:00')).toBeNull()
    expect(momentOf('1/12/2026')).toBeNull()
    expect(writtenAs('2026-12-01')).toBe('01/12/2026')
    expect(writtenAs('2026-12-01T08:05')).toBe('01/12/2026 08:05')
    expect(writtenAs('')).toBe('')
  })

  it('is a point with latitude first, nothing, or no point', () => {
    expect(pointOf('21.0278, 105.8342')).toEqual({ lat: 21.0278, lng: 105.8342 })
    expect(pointOf(pointText({ lat: 21.0278, lng: 105.8342 }))).toEqual({ lat: 21.0278, lng: 105.8342 })
    expect(pointOf('  ')).toBeNull()
    expect(pointOf('trước cổng trường')).toBeUndefined()
    expect(pointOf('99, 105')).toBeUndefined()
  })
})

describe('choices between agencies', () => {
  const agencyRow = (id: string, over: object = {}) => ({
    ...(referenceFake.agencies[0] as (typeof referenceFake.agencies)[number]),
    id,
    name: id,
    ...over,
  })

  it('leave out the own agency, those that ended and those of another city', () => {
    const agencies = [
      agencyRow('a1'),
      agencyRow('a2'),
      agencyRow('old', { validTo: '2025-12-31' }),
      agencyRow('ending', { validTo: '2026-12-31' }),
      agencyRow('coming', { validFrom: '2027-01-01' }),
      agencyRow('b1', { kind: 'imported' }),
      agencyRow('b2', { kind: 'imported' }),
    ]
    expect(agencyChoices({ ...referenceFake, agencies }, 'a1', '2026-11-24').map(({ value }) => value)).toEqual([
      'a2',
      'ending',
    ])
    expect(agencyChoices({ ...referenceFake, agencies }, 'b1', '2026-11-24').map(({ value }) => value)).toEqual(['b2'])
  })

  it('are asked only what was put to an agency one stands in and is still open', () => {
    const asked = (id: string, agency: string, answeredAtMs: number | null) => ({
      id,
      agency,
      question: 'x',
      askedBy: 'o2',
      askedAtMs: 1,
      dueAtMs: 2,
      answer: null,
      answeredBy: null,
      answeredAtMs,
      closedAtMs: null,
    })
    const row = { coordination: [asked('q1', 'a1', null), asked('q2', 'a2', null), asked('q3', 'a1', 9)] }
    expect(openQuestionsTo(row, referenceFake.me.grants).map(({ id }) => id)).toEqual(['q1'])
  })
})

describe('the passages of a reply', () => {
  it('together are the reply, with what looks personal set apart and named', () => {
    const text = 'Liên hệ 0912 345 678 hoặc a.b@hanoi.gov.vn.'
    const passages = passagesOf(text)
    expect(passages.map((passage) => passage.text).join('')).toBe(text)
    expect(passages.flatMap(({ kind }) => kind ?? [])).toEqual(['phone', 'email'])
    expect(passagesOf('Đã vá xong.')).toEqual([{ from: 0, text: 'Đã vá xong.', kind: null }])
  })
})
