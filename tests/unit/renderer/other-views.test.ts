import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { MantineProvider } from '@mantine/core'
import { visibleLinks } from '../../../renderer/app/frame/rail-links.ts'
import { rolesPassedOn } from '../../../renderer/app/frame/roles-passed-on.ts'
import { statusViewOf } from '../../../renderer/app/frame/status-view.ts'
import { schemeManager } from '../../../renderer/app/providers.tsx'
import { deskTheme } from '../../../renderer/app/theme.ts'
import {
  groupSentence,
  monthsCovered,
  shownRows,
  tableRows,
  totalOf,
  weekSentence,
} from '../../../renderer/features/charts/sla-view.ts'
import type { Role } from '../../../shared/domain/roles.ts'
import type { SlaRow } from '../../../renderer/features/charts/sla-view.ts'
import {
  actionsOf,
  errorWordOf,
  fixedReasonOf,
  outageOf,
  outboxGroups,
} from '../../../renderer/features/outbox/outbox-view.ts'
import { groupAccounts, matchingAccounts } from '../../../renderer/features/sign-in/account-list.ts'
import { reasonWordOf } from '../../../renderer/features/team/team-view.ts'
import { outboxStatusWord } from '../../../renderer/platform/outbox/outbox-status.ts'
import { preferenceStoreOf } from '../../../renderer/platform/preferences.ts'
import { directoryOf } from '../../../renderer/platform/use-reference.ts'
import { english } from '../../../shared/text/english.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import type { OutboxItemV1 } from '../../../shared/ipc/worker-contract.ts'
import { referenceFake, workerStateFake } from '../../support/renderer/desk-services-fake.ts'

const item = (over: Partial<OutboxItemV1>): OutboxItemV1 => ({
  key: 'k',
  caseId: '1',
  caseNumber: 'HN-1',
  name: 'addNote',
  text: '',
  status: 'waiting',
  code: null,
  result: null,
  createdAtMs: 1,
  attempts: 0,
  lastError: null,
  blockedBy: null,
  editable: false,
  revocable: false,
  ...over,
})

describe('status bar', () => {
  const status = workerStateFake().status

  it('asks to sign in when the token has run out, whatever the worker says', () => {
    expect(statusViewOf(status, true).state).toBe('needs_sign_in')
    expect(statusViewOf(null, true).state).toBe('needs_sign_in')
    expect(statusViewOf({ ...status, state: 'locked' }, true).state).toBe('locked')
  })

  it('warns of the clock from two minutes on and tells which way it is wrong', () => {
    expect(statusViewOf({ ...status, clockOffsetMs: 119_000 }, false).clockErrorMs).toBeNull()
    expect(statusViewOf({ ...status, clockOffsetMs: -400_000 }, false).clockErrorMs).toBe(400_000)
  })

  it('shows progress only while loading', () => {
    expect(statusViewOf({ ...status, state: 'syncing', loaded: 5, total: 9 }, false).progress).toEqual({
      loaded: 5,
      total: 9,
    })
    expect(
      statusViewOf({ ...status, state: 'syncing', loaded: 5, total: null, lastCompleteAtMs: null }, false).progress,
    ).toEqual({ loaded: 5, total: null })
    expect(statusViewOf({ ...status, loaded: 5, total: 9 }, false).progress).toBeNull()
  })
})

describe('rail', () => {
  it('shows the list of the day to those who lead a team only', () => {
    expect(visibleLinks(['case_officer']).map((link) => link.id)).not.toContain('team')
    expect(visibleLinks(['team_supervisor']).map((link) => link.id)).toContain('team')
  })

  it('shows administration to approvers, who say there who is away', () => {
    expect(visibleLinks(['approver']).map((link) => link.id)).toContain('admin')
    expect(visibleLinks(['team_supervisor']).map((link) => link.id)).not.toContain('admin')
  })

  it('shows it to whoever stands in for a leader while that lasts, through a chain too, and never passes administration on', () => {
    const grant = (role: Role) => ({ role, agency: 'a1', team: null })
    const officials = [
      { id: 'boss', active: true, grants: [grant('team_supervisor'), grant('approver'), grant('agency_admin')] },
      { id: 'deputy', active: true, grants: [grant('case_officer')] },
      { id: 'me', active: true, grants: [grant('case_officer')] },
    ]
    const absences = [
      { official: 'boss', fromMs: 10, toMs: 30, substitute: 'deputy' },
      { official: 'deputy', fromMs: 20, toMs: 40, substitute: 'me' },
    ]
    const me = { id: 'me', grants: [grant('case_officer')] }
    const shown = (id: string, nowMs: number) => {
      const passedOn = rolesPassedOn({ me: { ...me, id }, officials, absences }, nowMs)
      return visibleLinks(['case_officer'], passedOn).map((link) => link.id)
    }
    const without = ['queue', 'charts', 'outbox', 'settings']
    expect([9, 19, 20, 29, 30].map((nowMs) => shown('me', nowMs).includes('team'))).toEqual([
      ...[false, false, true, true],
      false,
    ])
    expect([9, 10, 29, 30].map((nowMs) => shown('deputy', nowMs).includes('team'))).toEqual([false, true, true, false])
    expect(shown('me', 25)).toEqual(['queue', 'team', 'charts', 'outbox', 'settings'])
    expect(shown('me', 35)).toEqual(without)
    const left = officials.map((official) => ({ ...official, active: official.id !== 'boss' }))
    expect(rolesPassedOn({ me, officials: left, absences }, 25)).toEqual([])
  })
})

describe('figures', () => {
  const row = (key: string, onTime: number, late: number, overdue = 0) => ({
    key,
    onTime,
    late,
    dueSoon: 0,
    overdue,
    paused: 0,
    openOnTime: 0,
  })

  const asOf = Date.parse('2026-11-24')
  const weekly = (rows: readonly SlaRow[]) => ({
    by: 'week' as const,
    rows: [...rows],
    finished: 0,
    finishedOnTime: 0,
    asOfMs: asOf,
    months: [],
    agencyEnded: false,
    complete: true,
  })

  it('compare the newest week with the one right before it in percentage points', () => {
    const weeks = [row('2026-11-16', 90, 10), row('2026-11-09', 9, 1), row('2026-11-23', 86, 14)]
    expect(weekSentence(weeks, asOf)).toMatchObject({ kind: 'down', week: '2026-11-23', points: 4 })
    const gap = [row('2026-11-09', 1, 1), row('2026-11-23', 3, 1)]
    expect(weekSentence(gap, asOf)).toMatchObject({ kind: 'first', share: 0.75 })
    expect(weekSentence([], asOf)).toEqual({ kind: 'none' })
  })

  it('say nothing of weeks to come, whose early answers are not the whole week', () => {
    const weeks = [row('2026-11-16', 9, 1), row('2026-11-23', 0, 0, 3), row('2026-11-30', 2, 0)]
    expect(weekSentence(weeks, asOf)).toMatchObject({ kind: 'first', week: '2026-11-16' })
  })

  it('name the group that is worst off now, else the one with most late answers', () => {
    expect(groupSentence([row('a', 1, 9), row('b', 1, 0, 2)])).toEqual({ kind: 'worst', key: 'b', count: 2 })
    expect(groupSentence([row('a', 1, 9), row('b', 1, 0)])).toEqual({ kind: 'late', key: 'a', count: 9 })
    expect(groupSentence([row('a', 1, 0)])).toEqual({ kind: 'none' })
  })

  it('draw the largest groups and say how many are left out', () => {
    const figures = {
      by: 'category' as const,
      rows: [row('a', 1, 0), row('b', 5, 0), row('c', 0, 0)],
      finished: 6,
      finishedOnTime: 6,
      asOfMs: 0,
      months: [],
      agencyEnded: false,
      complete: true,
    }
    expect(shownRows(figures, 1)).toMatchObject({ rows: [{ key: 'b' }], leftOut: 1 })
    expect(totalOf(row('a', 1, 2, 3))).toBe(6)
  })

  it('draw the weeks around now side by side, also an empty one, and the table every week there is', () => {
    const rows = [row('2026-12-07', 2, 0), row('2026-11-23', 4, 0), row('2019-01-07', 1, 0), row('2059-12-29', 0, 0, 1)]
    expect(shownRows(weekly(rows), 13)).toEqual({
      rows: [row('2026-11-23', 4, 0), row('2026-11-30', 0, 0), row('2026-12-07', 2, 0)],
      leftOut: 2,
    })
    expect(tableRows(weekly(rows)).map(({ key }) => key)).toEqual([
      '2019-01-07',
      '2026-11-23',
      '2026-12-07',
      '2059-12-29',
    ])
  })

  it('draw the weeks that hold most cases of an old file, not those few rows of it that lie far away', () => {
    const dense = ['2011-07-04', '2011-07-11', '2011-07-25'].map((key) => row(key, 100, 10))
    const far = ['2010-01-04', '2013-02-18', '2026-11-16', '2059-12-29'].map((key) => row(key, 1, 0))
    const { rows, leftOut } = shownRows(weekly([...far, ...dense]), 13)
    expect(rows.map(({ key }) => key)).toEqual(['2011-07-04', '2011-07-11', '2011-07-18', '2011-07-25'])
    expect(leftOut).toBe(4)
    expect(shownRows(weekly([]), 13)).toEqual({ rows: [], leftOut: 0 })
  })

  it('name each month of a long run with gaps only on demand', () => {
    const months = ['2011-07', '2011-08', '2011-10', '2012-01', '2012-02', '2013-05', '2019-07']
    expect(monthsCovered(months)).toEqual({ kind: 'gaps', from: '2011-07', to: '2019-07', months })
  })

  it('tell the months as a range only where none is missing', () => {
    expect(monthsCovered(['2026-11', '2026-12', '2027-01', '2027-02'])).toEqual({
      kind: 'range',
      from: '2026-11',
      to: '2027-02',
    })
    expect(monthsCovered(['2026-08', '2026-09', '2026-10', '2026-12'])).toMatchObject({ kind: 'list' })
    expect(monthsCovered([])).toEqual({ kind: 'none' })
  })
})

describe('outbox', () => {
  it('puts troubled items first and hides waiting read marks', () => {
    const groups = outboxGroups([
      item({ key: 'a' }),
      item({ key: 'b', name: 'mark' }),
      item({ key: 'c', status: 'rejected', name: 'mark' }),
    ])
    expect(groups.troubled.map((entry) => entry.key)).toEqual(['c'])
    expect(groups.waiting.map((entry) => entry.key)).toEqual(['a'])
  })

  it('withdraws what waits, never what was sent', () => {
    expect(actionsOf(item({ revocable: true }))).toEqual(['withdraw'])
    expect(actionsOf(item({ revocable: true, editable: true, lastError: 'network' }))).toEqual([
      'edit',
      'retry',
      'withdraw',
    ])
    expect(actionsOf(item({ status: 'sent' }))).toEqual([])
    expect(actionsOf(item({ status: 'sent', lastError: 'network' }))).toEqual(['retry'])
    expect(fixedReasonOf(item({ status: 'sent' }))).toBe('sentHint')
    expect(fixedReasonOf(item({}))).toBe('carriedHint')
    expect(fixedReasonOf(item({ revocable: true }))).toBeNull()
    expect(outboxStatusWord(item({ status: 'sent' }))).toBe('sent')
    expect(outboxStatusWord(item({ status: 'sent', lastError: 'offline' }))).toBe('resend')
  })

  it('never repeats a decision about words that may have changed', () => {
    expect(actionsOf(item({ status: 'conflict', name: 'approveReply' }))).toEqual(['keep_server', 'reopen'])
    expect(actionsOf(item({ status: 'rejected', name: 'start' }))).toEqual(['keep_mine', 'keep_server', 'reopen'])
    expect(actionsOf(item({ status: 'conflict', name: 'submitReply', text: 'x' }))).toEqual([
      'keep_mine',
      'keep_server',
      'rewrite',
    ])
  })

  it('says in words what the server or the network answered, by the code alone', () => {
    const words = [
      'network',
      'timeout',
      'not_the_server',
      'rate_limited',
      'internal',
      'http_502',
      'AbortError',
      'teapot',
    ]
    expect(words.map(errorWordOf)).toEqual([
      'network',
      'timeout',
      'not_the_server',
      'rate_limited',
      'server',
      'server',
      'storage',
      'other',
    ])
    for (const word of words) expect(vietnamese.outbox.error).toHaveProperty(errorWordOf(word))
  })

  it('says that nothing is reached, and that a network in between wants a sign-in', () => {
    const { status } = workerStateFake()
    expect(outageOf(status)).toBeNull()
    expect(outageOf({ ...status, state: 'offline', lastErrorCode: 'network' })).toBe('offlineNow')
    expect(outageOf({ ...status, state: 'offline', lastErrorCode: 'not_the_server' })).toBe('portalNow')
    expect(statusViewOf({ ...status, state: 'offline', lastErrorCode: 'not_the_server' }, false).isBlocked).toBe(true)
    expect(statusViewOf(status, false).isBlocked).toBe(false)
  })
})

describe('sample accounts', () => {
  const account = (displayName: string, role: string, agency: string) => ({
    username: displayName,
    displayName,
    roles: [{ role, agency }],
  })
  const all = [account('Đỗ Ẩn', 'approver', 'Phường Đống Đa'), account('Lê Hà', 'case_officer', 'Sở Xây dựng')]

  it('are found without accents, by every word typed', () => {
    expect(matchingAccounts(all, 'dong da do', (role) => role).map((found) => found.displayName)).toEqual(['Đỗ Ẩn'])
    expect(matchingAccounts(all, '', (role) => role)).toHaveLength(2)
  })

  it('are found by the names of their agency and team as well as by the ids', () => {
    const roles = [
      { role: 'approver', agency: 'UBP-1', agencyName: 'Phường Bạch Mai', team: 'T2', teamName: 'Tổ Đô thị' },
    ]
    const named = [{ username: 'u1', displayName: 'Lê Hà', roles }]
    for (const search of ['bach mai', 'do thi', 'ubp-1'])
      expect(matchingAccounts(named, search, (role) => role)).toHaveLength(1)
  })

  it('are grouped in the order of the Vietnamese alphabet', () => {
    expect(groupAccounts(all, (found) => found.roles[0]?.agency ?? '').map((group) => group.name)).toEqual([
      'Phường Đống Đa',
      'Sở Xây dựng',
    ])
  })
})

describe('names and words', () => {
  it('show an unknown id as it is and nothing for none', () => {
    const directory = directoryOf(referenceFake)
    expect(directory.officialName('o2')).toBe('Trần Quốc Bảo')
    expect(directory.officialName('gone')).toBe('gone')
    expect(directory.teamName(null)).toBe('')
  })

  it('call an unknown reason simply something to look at', () => {
    expect(reasonWordOf('dueToday')).toBe('dueToday')
    expect(reasonWordOf('constructor')).toBe('other')
  })

  it('fill in the same places in both languages', () => {
    const placesOf = (value: unknown, path = ''): string[] =>
      typeof value === 'string'
        ? [
            `${path}: ${[...value.matchAll(/\{\{(\w+)\}\}/g)]
              .map((match) => match[1])
              .toSorted((a, b) => String(a).localeCompare(String(b)))
              .join(' ')}`,
          ]
        : Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => placesOf(inner, `${path}.${key}`))
    expect(placesOf(english)).toEqual(placesOf(vietnamese))
  })
})

describe('the theme', () => {
  it('is stored once and never told back to who chose it', () => {
    const writes: unknown[] = []
    const preferences = preferenceStoreOf(new Map(), (_key, value) => writes.push(value))
    const manager = schemeManager(preferences)
    const told: string[] = []
    manager.subscribe((scheme) => {
      told.push(scheme)
      manager.set(scheme)
    })
    preferences.set('appearance.language', 'en')
    manager.set('dark')
    expect(told).toEqual([])
    preferences.set('appearance.theme', 'light')
    expect(told).toEqual(['light'])
    expect(writes).toEqual(['en', 'dark', 'light'])
  })
})

describe('theme.css', () => {
  it('holds every variable the theme resolves to, so that no inline style sheet is needed', () => {
    const css = readFileSync(new URL('../../../renderer/app/styles/theme.css', import.meta.url), 'utf8')
    const markup = renderToStaticMarkup(
      createElement(MantineProvider, { theme: deskTheme, withStaticClasses: false, withGlobalClasses: false }),
    )
    const declarations =
      markup
        .replace(/<[^>]*>/g, '')
        .replaceAll('&#x27;', "'")
        .match(/--[\w-]+: [^;]+;/g) ?? []
    expect(declarations.length).toBeGreaterThan(100)
    expect(declarations.filter((declaration) => !css.includes(declaration))).toEqual([])
  })
})
