import { expect, it } from 'vitest'
import { runningSuccession, statusViewOf } from '../../../renderer/app/frame/status-view.ts'
import type { SyncStatusV1 } from '../../../shared/ipc/worker-contract.ts'
import { english } from '../../../shared/text/english.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'

const synced: SyncStatusV1 = {
  state: 'synced',
  waiting: 0,
  troubled: 0,
  lastCompleteAtMs: 1,
  loaded: 0,
  total: null,
  clockOffsetMs: 0,
  lastErrorCode: null,
}
const after = (lastErrorCode: string | null, state: SyncStatusV1['state'] = 'offline') =>
  statusViewOf({ ...synced, state, lastErrorCode }, false).tooOld

it('tells which of app and server is too old, also while it is tried again, and nothing for other errors', () => {
  expect([after('schema_too_old'), after('schema_too_old', 'syncing')]).toEqual(['app', 'app'])
  expect([after('schema_too_new'), after('schema_too_new', 'syncing')]).toEqual(['server', 'server'])
  expect([after('offline'), after('not_the_server'), after(null, 'synced')]).toEqual([null, null, null])
  expect(statusViewOf(null, false).tooOld).toBeNull()
})

it('says in both languages what to do about it and that nothing is lost', () => {
  expect(vietnamese.frame.tooOld.app).toMatch(/cập nhật ứng dụng.*vẫn được lưu trên máy/)
  expect(vietnamese.frame.tooOld.server).toMatch(/báo quản trị viên nâng cấp máy chủ.*tự gửi/)
  expect(english.frame.tooOld.app).toMatch(/Update it under Settings.*stays on this device/)
  expect(english.frame.tooOld.server).toMatch(/Tell your administrator.*sent by itself/)
})

it('tells of a reorganisation whom it concerns: the officials of the ended and the succeeding agencies', () => {
  const notice = { code: 'succession_running', count: 40, agencies: ['old', 'new'] }
  const other = { code: 'deadline_recompute', count: 7 }
  expect(runningSuccession([notice, other], ['new'])).toEqual({ left: 40, agencies: ['old', 'new'] })
  expect(runningSuccession([notice, { ...notice, agencies: ['x', 'new'] }], ['new'])?.left).toBe(80)
  expect(runningSuccession([notice], ['x'])).toBeNull()
  expect(runningSuccession([other], ['new'])).toBeNull()
  expect(runningSuccession([{ code: 'succession_running', count: 1 }], ['x'])).toEqual({ left: 1, agencies: [] })
})
