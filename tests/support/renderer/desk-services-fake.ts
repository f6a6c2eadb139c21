import type { DeskServices, WorkerClient } from '../../../renderer/platform/desk-services.tsx'
import { createOnlineApi } from '../../../renderer/platform/online-api.ts'
import { preferenceStoreOf } from '../../../renderer/platform/preferences.ts'
import type { PreferenceKey } from '../../../renderer/platform/preferences.ts'
import { ServerProblem } from '../../../renderer/platform/server-ask.ts'
import type { ServerAsk } from '../../../renderer/platform/server-ask.ts'
import type { DeskBridge, SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import type { WorkerFakeState } from './worker-fake-state.ts'
import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'

const hourMs = 3_600_000
const validity = { validFrom: '2025-07-01', validTo: null, successors: [] }

/** One agency with two teams, four officials and two categories; the first official is the one signed in. */
export const referenceFake: WorkerFakeState['reference'] = {
  me: {
    id: 'o1',
    username: 'can-bo-1',
    displayName: 'Nguyễn Thị Bích Hường',
    grants: [{ role: 'case_officer', agency: 'a1', team: 't1' }],
  },
  agencies: [
    {
      id: 'a1',
      name: 'Ủy ban nhân dân phường Hoàn Kiếm',
      shortName: 'Phường Hoàn Kiếm',
      kind: 'ward',
      certainty: 'verified',
      timeZone: 'Asia/Ho_Chi_Minh',
      calendar: 'office',
      ...validity,
    },
  ],
  teams: [
    { id: 't1', agency: 'a1', name: 'Bộ phận Đô thị', ...validity },
    { id: 't2', agency: 'a1', name: 'Bộ phận Môi trường', ...validity },
  ],
  officials: [
    {
      id: 'o1',
      username: 'can-bo-1',
      displayName: 'Nguyễn Thị Bích Hường',
      active: true,
      grants: [{ role: 'case_officer', agency: 'a1', team: 't1' }],
    },
    {
      id: 'o2',
      username: 'can-bo-2',
      displayName: 'Trần Quốc Bảo',
      active: true,
      grants: [{ role: 'field_officer', agency: 'a1', team: 't1' }],
    },
    {
      id: 'o3',
      username: 'lanh-dao',
      displayName: 'Lê Ngọc Ẩn',
      active: true,
      grants: [{ role: 'approver', agency: 'a1', team: null }],
    },
    {
      id: 'o4',
      username: 'nghi-viec',
      displayName: 'Phạm Đã Nghỉ',
      active: false,
      grants: [{ role: 'case_officer', agency: 'a1', team: 't1' }],
    },
  ],
  areas: [
    { id: '00070', name: 'Phường Hoàn Kiếm', formerNames: ['Phường Hàng Trống', 'Phường Lý Thái Tổ'], ...validity },
  ],
  categories: [
    { id: 'road_damage', name: 'Hư hỏng mặt đường', kind: 'field', source: 'hanoi' },
    { id: 'waste_collection', name: 'Thu gom rác thải', kind: 'field', source: 'hanoi' },
  ],
  routings: [{ id: 'a1:road_damage', category: 'road_damage', agency: 'a1', team: 't1' }],
  grounds: [
    {
      id: 'unclear_content',
      name: 'Nội dung không rõ ràng',
      text: 'Nội dung phản ánh chưa đủ rõ.',
      whereToGo: 'Bổ sung mô tả trong cùng hồ sơ này.',
      lawReference: null,
      approvedBy: 'approver',
      mayResume: true,
      status: 'provisional',
      active: true,
    },
    {
      id: 'not_in_scope',
      name: 'Không thuộc phạm vi tiếp nhận',
      text: 'Nội dung không thuộc phạm vi tiếp nhận.',
      whereToGo: '',
      lawReference: null,
      approvedBy: 'approver',
      mayResume: false,
      status: 'provisional',
      active: false,
    },
  ],
  templates: [
    {
      id: 'm1',
      kind: 'refusal',
      name: 'Đề nghị bổ sung',
      agency: null,
      category: null,
      ground: 'unclear_content',
      text: 'Kính gửi {{người phản ánh}}, về {{mã hồ sơ}} tại {{địa điểm}}.',
      status: 'provisional',
      active: true,
    },
  ],
  absences: [],
  notices: [],
}

/** A queue row in progress and on time, with what a test wants different. */
export const rowFake = (id: string, over: Partial<QueueRowV1> = {}, nowMs = Date.UTC(2026, 10, 24, 2)): QueueRowV1 => ({
  id,
  caseNumber: `HN-2026-${id.padStart(6, '0')}`,
  title: `Phản ánh số ${id}`,
  category: 'road_damage',
  area: '00070',
  place: 'Số 15 ngõ 68 phố Tràng Tiền',
  level: 'normal',
  state: 'in_progress',
  agency: 'a1',
  team: 't1',
  assignee: 'o1',
  submittedAtMs: nowMs - 30 * hourMs,
  receptionDueAtMs: nowMs - 20 * hourMs,
  receivedAtMs: nowMs - 26 * hourMs,
  dueAtMs: nowMs + 50 * hourMs,
  dueStatus: 'on_time',
  workingMsLeft: 20 * hourMs,
  receptionShare: 1,
  processingShare: 0.5,
  dueIsProvisional: true,
  provisional: false,
  pendingCount: 0,
  unread: false,
  pictureCount: 0,
  checkout: null,
  substituted: false,
  ...over,
})

export const workerStateFake = (rows: QueueRowV1[] = []): WorkerFakeState => ({
  rows,
  bodies: new Map(),
  reference: referenceFake,
  outbox: [],
  dropped: [],
  comparisons: new Map(),
  carriedIn: { ok: true, added: 1, troubled: 0, known: 0 },
  status: {
    state: 'synced',
    waiting: 0,
    troubled: 0,
    lastCompleteAtMs: Date.UTC(2026, 10, 24, 1),
    loaded: 0,
    total: null,
    clockOffsetMs: 0,
    lastErrorCode: null,
  },
  drafts: new Map(),
  given: [],
  parts: new Map(),
  files: new Map(),
  offers: new Map(),
  foresee: (_name, _args, row) => ({ ok: true, case: row }),
  extensionLimit: null,
  heldContact: null,
  dayListShown: true,
  exported: [],
  notExported: [],
  nowMs: Date.UTC(2026, 10, 24, 2),
})

export type BridgeAnswers = Readonly<Record<string, (argument: unknown) => unknown>>

/** A bridge that answers from a table by channel and remembers what was asked. */
export const bridgeFake = (answers: BridgeAnswers, asked: string[] = []): DeskBridge =>
  ({
    call: async (channel: string, argument: unknown) => {
      asked.push(channel)
      const answer = answers[channel]
      if (answer === undefined) throw new Error(`the fake bridge has no answer for ${channel}`)
      return answer(argument)
    },
    on: () => () => undefined,
    requestWorkerPort: () => undefined,
  }) as unknown as DeskBridge

export const signedInFake: Extract<SessionStateV1, { phase: 'signed_in' }> = {
  phase: 'signed_in',
  serverUrl: 'http://127.0.0.1:8080',
  accountId: 'o1',
  username: 'can-bo-1',
  displayName: 'Nguyễn Thị Bích Hường',
  needsSignIn: false,
}

/** The services of a screen; `ask` stands for the server, which is out of reach unless a test says otherwise. */
export const servicesFake = (
  worker: WorkerClient,
  answers: BridgeAnswers = {},
  ask: ServerAsk = () => Promise.reject(new ServerProblem('offline')),
): DeskServices => ({
  ask,
  online: createOnlineApi(ask),
  worker,
  bridge: bridgeFake({ 'session:get-state': () => signedInFake, ...answers }),
  preferences: preferenceStoreOf(new Map<PreferenceKey, unknown>(), () => undefined),
  session: signedInFake,
})
