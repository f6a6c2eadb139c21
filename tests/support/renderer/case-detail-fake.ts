import type { QueueRowV1 } from '../../../shared/ipc/queue-contract.ts'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import type { WorkerFakeState } from './worker-fake-state.ts'
import { untouchedParts } from '../../../shared/domain/complaint.ts'

const hourMs = 3_600_000

const caseOf = (row: QueueRowV1, state: WorkerFakeState): CaseDetailV1['case'] => {
  const submitted = row.state === 'reply_submitted' || row.state === 'answered' || row.state === 'reply_returned'
  return {
    id: row.id,
    caseNumber: row.caseNumber,
    kind: 'field',
    reporterKind: 'citizen',
    level: row.level,
    state: row.state,
    title: row.title,
    body: state.bodies.get(row.id) ?? row.title,
    category: row.category,
    area: row.area,
    place: row.place,
    point: { lng: 105.8342, lat: 21.0278 },
    source: 'sample',
    agency: row.agency,
    team: row.team,
    assignee: row.assignee,
    clocks: {
      policy: 'hanoi-1207',
      submittedAtMs: row.submittedAtMs,
      arrivedAtMs: row.submittedAtMs,
      receptionDueAtMs: row.receptionDueAtMs,
      receivedAtMs: row.receivedAtMs,
      dueAtMs: row.dueAtMs,
      dueIsProvisional: row.dueIsProvisional,
      pauses: [],
      answeredAtMs: null,
      closedAtMs: null,
    },
    reply: submitted
      ? {
          revision: 1,
          text: 'Ngày 23/11/2026 đơn vị đã kiểm tra tại hiện trường và xác nhận nội dung phản ánh là đúng.\n\nTổ công tác đã xử lý xong lúc 16 giờ cùng ngày; ảnh sau xử lý gửi kèm. Mọi thông tin thêm xin liên hệ bộ phận tiếp nhận của phường.',
          hash: 'f'.repeat(64),
          author: state.reference.officials[1]?.id ?? 'o2',
          submittedAtMs: state.nowMs - 2 * hourMs,
          approvedBy: null,
          returnComment: row.state === 'reply_returned' ? 'Nêu rõ thời điểm và đơn vị thực hiện.' : null,
          returnPassage: null,
          gate: null,
        }
      : null,
    proposal:
      row.state === 'refusal_submitted'
        ? {
            kind: 'refusal',
            ground: 'outside_city_authority',
            text: 'Nội dung thuộc thẩm quyền của đơn vị quản lý đường sắt.',
            targetAgency: null,
            proposedBy: 'o2',
            proposedAtMs: state.nowMs - hourMs,
            stateBefore: 'in_progress',
            stage: 'approver',
            waitingSinceMs: state.nowMs - hourMs,
            answerDueAtMs: null,
            approvedBy: null,
            returnReason: null,
            mayResume: false,
          }
        : null,
    ...untouchedParts,
    publication: 'unpublished',
    rating: null,
    rowVersion: 3,
    flowVersion: 2,
  }
}

export const offer = (name: CaseDetailV1['commands'][number]['name'], allowed: boolean, primary = false) => ({
  name,
  allowed,
  code: allowed ? null : ('wrong_state' as const),
  primary,
})

const inHand = [
  offer('submitReply', true, true),
  offer('start', false),
  offer('assign', true),
  offer('setLevel', true),
  offer('proposeRefusal', true),
  offer('addNote', true),
]
const toStart = [offer('start', true, true), offer('submitReply', false), offer('assign', true), offer('addNote', true)]

const offersIn: Partial<Record<QueueRowV1['state'], CaseDetailV1['commands']>> = {
  awaiting_reception: [
    offer('receive', true, true),
    offer('startVerification', true),
    offer('proposeRefusal', true),
    offer('addNote', true),
  ],
  reply_submitted: [
    offer('approveReply', true, true),
    offer('returnReply', true),
    offer('assign', false),
    offer('addNote', true),
  ],
  refusal_submitted: [offer('approveRefusal', true, true), offer('denyRefusal', true), offer('addNote', true)],
  assigned: toStart,
  reply_returned: toStart,
}

/** The detail of a row as the worker would compute it, with a plausible history. */
export const caseDetailFake = (state: WorkerFakeState, caseId: string): CaseDetailV1 | null => {
  const row = state.rows.find((candidate) => candidate.id === caseId)
  if (row === undefined) return null
  const draft = state.drafts.get(caseId)
  const start = row.receivedAtMs ?? row.submittedAtMs
  return {
    case: { ...caseOf(row, state), ...state.parts.get(caseId) },
    provisional: row.provisional,
    pending: state.outbox.filter((item) => item.caseId === caseId),
    events: [
      {
        id: `${caseId}-1`,
        caseId,
        kind: 'citizen',
        code: 'submitted',
        actor: null,
        atMs: row.submittedAtMs,
        text: '',
        late: false,
        extra: null,
        pending: false,
      },
      {
        id: `${caseId}-2`,
        caseId,
        kind: 'command',
        code: 'receive',
        actor: 'o1',
        atMs: start,
        text: '',
        late: false,
        extra: null,
        pending: false,
      },
      {
        id: `${caseId}-3`,
        caseId,
        kind: 'note',
        code: 'note',
        actor: 'o2',
        atMs: state.nowMs - 5 * hourMs,
        text: 'Đã gọi tổ trưởng tổ dân phố, hẹn kiểm tra lúc 15 giờ.',
        late: false,
        extra: null,
        pending: row.provisional,
      },
    ],
    files: state.files.get(caseId) ?? [],
    commands: state.offers.get(caseId) ?? offersIn[row.state] ?? inHand,
    deadline: {
      clock: row.receivedAtMs === null ? 'reception' : 'processing',
      dueAtMs: row.dueAtMs,
      status: row.dueStatus,
      pausedFromMs: null,
      workingMsLeft: row.workingMsLeft,
      workingMsTotal: 40 * hourMs,
      elapsedMs: state.nowMs - start,
      provisional: row.dueIsProvisional,
      policyName: 'hanoi-1207',
      articleRef: 'qd-1207-2025',
      spans: [
        { fromMs: start, toMs: start + 2 * hourMs, kind: 'start_day', note: '' },
        { fromMs: start + 2 * hourMs, toMs: start + 17 * hourMs, kind: 'night', note: '' },
        { fromMs: start + 17 * hourMs, toMs: start + 21 * hourMs, kind: 'counted', note: '' },
      ],
    },
    publicStatus: 'processing',
    main: null,
    merged: [],
    draft: draft === undefined ? null : { text: draft.text, baseRevision: 0, savedAtMs: draft.savedAtMs },
  }
}
