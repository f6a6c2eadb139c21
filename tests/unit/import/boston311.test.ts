import { describe, expect, it } from 'vitest'
import { ImportError } from '../../../server/import/import-error.ts'
import { boston311 } from '../../../server/import/mappings/boston311.ts'
import { findMapping, requireHeader } from '../../../server/import/mappings/named-mappings.ts'

const sample: Record<string, string> = {
  case_enquiry_id: '101000295613',
  open_dt: '2011-07-01 01:32:33',
  target_dt: '2011-07-15 01:32:32',
  closed_dt: '2011-07-01 05:06:58',
  ontime: 'ONTIME',
  case_status: 'Closed',
  closure_reason: 'Case Closed Case Resolved replaced 100 amp fuse',
  case_title: 'Street Light Outages',
  subject: 'Public Works Department',
  reason: 'Street Lights',
  type: 'Street Light Outages',
  queue: 'PWDx_Street Light Outages',
  department: 'PWDx',
  location: 'INTERSECTION of Groveland St & River St',
  neighborhood: 'Greater Mattapan',
  latitude: '42.2715',
  longitude: '-71.0772',
  source: 'Employee Generated',
}
const map = (changes: Record<string, string> = {}) =>
  boston311.mapRow(new Map(Object.entries({ ...sample, ...changes })))

describe('the boston311 mapping', () => {
  it('reads a closed case with its times in the source zone', () => {
    expect(map()).toMatchObject({
      ok: true,
      notes: [],
      value: {
        externalId: '101000295613',
        caseNumber: 'BOS-101000295613',
        agency: { code: 'pwdx', name: 'PWDx' },
        team: { code: 'pwdx-street-light-outages', name: 'PWDx_Street Light Outages' },
        category: { code: 'street-lights', name: 'Street Lights' },
        area: { code: 'greater-mattapan' },
        state: 'closed',
        submittedAtMs: Date.UTC(2011, 6, 1, 5, 32, 33),
        dueAtMs: Date.UTC(2011, 6, 15, 5, 32, 32),
        closedAtMs: Date.UTC(2011, 6, 1, 9, 6, 58),
        point: { lng: -71.0772, lat: 42.2715 },
        closureText: 'Case Closed Case Resolved replaced 100 amp fuse',
      },
    })
  })

  it('reads open cases as waiting in their queue, or in progress once an outcome is written', () => {
    expect(map({ case_status: 'Open', closed_dt: '', closure_reason: '' })).toMatchObject({
      value: { state: 'assigned', closedAtMs: null },
    })
    expect(map({ case_status: 'Open', closed_dt: '' })).toMatchObject({ value: { state: 'in_progress' } })
  })

  it('notes a blank on-time flag only when both dates are there', () => {
    expect(map({ ontime: '' })).toMatchObject({ notes: ['on_time_flag_blank'] })
    expect(map({ ontime: '', target_dt: '' })).toMatchObject({ notes: [] })
    expect(map({ ontime: 'OVERDUE' })).toMatchObject({ notes: ['on_time_flag_differs'] })
  })

  it.each([
    [{ case_enquiry_id: '' }, 'value_missing'],
    [{ open_dt: '' }, 'value_missing'],
    [{ open_dt: 'soon' }, 'time_invalid'],
    [{ target_dt: '2011-02-30 00:00:00' }, 'time_invalid'],
    [{ closed_dt: '2011-06-01 00:00:00' }, 'order_of_times'],
    [{ closed_dt: '' }, 'value_missing'],
    [{ case_status: 'Open' }, 'order_of_times'],
    [{ case_status: 'Perhaps' }, 'status_unknown'],
    [{ latitude: 'north' }, 'point_invalid'],
    [{ latitude: '142' }, 'point_invalid'],
    [{ longitude: '' }, 'point_invalid'],
    [{ case_title: 'x'.repeat(301) }, 'value_too_long'],
    [{ department: '' }, 'value_missing'],
  ])('refuses %j with %s', (changes, code) => {
    expect(map(changes as Record<string, string>)).toMatchObject({ ok: false, code })
  })
})

describe('named mappings', () => {
  it('names those there are when one is unknown', () => {
    expect(() => findMapping('chicago')).toThrow(/boston311/)
    expect(() => findMapping('chicago')).toThrow(ImportError)
  })

  it('refuses a header that lacks columns, naming them', () => {
    const header = boston311.columns.filter((column) => column !== 'queue')
    expect(() => requireHeader(boston311, header, 'x.csv')).toThrow(/lacks columns .* queue\./)
    expect(() => requireHeader(boston311, ['<!doctype html>'], 'x.html')).toThrow(/does not look like a CSV file/)
    expect(() => requireHeader(boston311, [...boston311.columns, 'ward'], 'x.csv')).not.toThrow()
  })
})
