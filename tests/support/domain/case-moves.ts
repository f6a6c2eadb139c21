import type { Command } from '../../../shared/domain/command.ts'
import type { Complaint } from '../../../shared/domain/complaint.ts'

/** What a set of moves is drawn from besides the case: whom to assign, and to which agencies to go. */
export type MoveChoices = Readonly<{ officers: readonly string[]; agencies: readonly string[]; nowMs: number }>

const dayMs = 86_400_000
const dateAfter = (atMs: number, days: number): string =>
  new Date(atMs + 7 * 3_600_000 + days * dayMs).toISOString().slice(0, 10)

/** Every command of an official with arguments that fit the case, as somebody filling in the dialogs could send them. */
export const movesOn = (complaint: Complaint, choices: MoveChoices): readonly Command[] => [
  ...handlingMoves(complaint, choices),
  ...replyMoves(complaint),
  ...otherAgencyMoves(complaint, choices),
  ...clockMoves(complaint, choices),
  ...outcomeMoves(complaint, choices),
]

/** What the citizen and the server can give. */
export const unattendedMoves = ({ id: caseId }: Complaint): readonly Command[] => [
  { name: 'citizenAnswered', caseId, args: { text: 'Số 12' } },
  { name: 'resume', caseId, args: { text: 'Ở số 12 phố Huế' } },
  { name: 'rate', caseId, args: { rating: 'unsatisfied', text: 'Chưa xong' } },
  { name: 'rate', caseId, args: { rating: 'acceptable', text: '' } },
  { name: 'rate', caseId, args: { rating: 'satisfied', text: '' } },
  { name: 'citizenSilent', caseId, args: {} },
  { name: 'close', caseId, args: {} },
]

/** The team to work in is the first one of the case's agency. */
const handlingMoves = ({ id: caseId, agency, level }: Complaint, choices: MoveChoices): readonly Command[] => [
  { name: 'receive', caseId, args: { level, category: 'road_damage', area: '00004', duplicatesLookedAt: true } },
  {
    name: 'receive',
    caseId,
    args: { level: 'normal', category: 'road_damage', area: '00004', duplicatesLookedAt: true },
  },
  { name: 'startVerification', caseId, args: { note: 'Đi xem' } },
  { name: 'finishVerification', caseId, args: { note: 'Đúng' } },
  { name: 'start', caseId, args: {} },
  { name: 'addNote', caseId, args: { id: 'note', text: 'Đã gọi' } },
  { name: 'addEvidence', caseId, args: { id: 'evidence', text: 'Ảnh', files: [] } },
  {
    name: 'recordVisit',
    caseId,
    args: { id: 'visit', text: 'Hố sâu', occurredAtMs: 1, point: { lng: 105.8, lat: 21 } },
  },
  { name: 'revealReporter', caseId, args: { reason: 'Hỏi địa chỉ' } },
  { name: 'saveDraft', caseId, args: { baseRevision: 0, text: 'Nháp' } },
  { name: 'mark', caseId, args: { read: 1, pinned: null } },
  ...(['urgent', 'complex', 'normal'] as const).map((to): Command => ({
    name: 'setLevel',
    caseId,
    args: { level: to, reason: 'Có người ngã' },
  })),
  ...[null, ...choices.officers].map((officer): Command => ({
    name: 'assign',
    caseId,
    args: { team: `${agency}-1`, officer },
  })),
]

const replyMoves = ({ id: caseId, reply }: Complaint): readonly Command[] => [
  {
    name: 'submitReply',
    caseId,
    args: {
      revision: 1,
      text: 'Đã vá, thảm lại trước 20/12/2027',
      hash: 'hash-1',
      overrideReason: 'Đã trao đổi trực tiếp',
      noEvidence: null,
      gateShown: true,
    },
  },
  { name: 'returnReply', caseId, args: { comment: 'Thiếu ảnh', passage: reply?.text ?? null } },
  {
    name: 'approveReply',
    caseId,
    args: {
      revision: reply?.revision ?? 1,
      hash: reply?.hash ?? 'hash-1',
      personalDataReason: null,
      missingFilesReason: 'Máy chụp ảnh đã mất',
    },
  },
  { name: 'proposeRefusal', caseId, args: { ground: 'not_in_scope', text: 'Mời gửi tòa án' } },
  { name: 'proposeRefusal', caseId, args: { ground: 'unclear_content', text: 'Nói rõ địa điểm' } },
  { name: 'approveRefusal', caseId, args: {} },
  { name: 'denyRefusal', caseId, args: { reason: 'Đúng thẩm quyền' } },
]

const otherAgencyMoves = (complaint: Complaint, { agencies }: MoveChoices): readonly Command[] => {
  const { id: caseId, coordination } = complaint
  return [
    ...agencies.flatMap((agency): readonly Command[] => [
      {
        name: 'proposeTransfer',
        caseId,
        args: { targetAgency: agency, ground: 'other_authority', text: 'Đường của sở' },
      },
      { name: 'approveTransfer', caseId, args: { targetAgency: agency } },
      {
        name: 'requestCoordination',
        caseId,
        args: { id: `ask-${coordination.length}`, agency, question: 'Cống này ai quản lý?' },
      },
    ]),
    { name: 'acceptTransfer', caseId, args: {} },
    { name: 'returnTransfer', caseId, args: { reason: 'Không phải địa bàn' } },
    { name: 'denyTransfer', caseId, args: { reason: 'Đúng thẩm quyền' } },
    ...coordination.map((asked): Command => ({
      name: 'answerCoordination',
      caseId,
      args: { id: asked.id, answer: 'Của sở' },
    })),
  ]
}

const clockMoves = ({ id: caseId, clocks }: Complaint, { nowMs }: MoveChoices): readonly Command[] => [
  { name: 'askCitizen', caseId, args: { question: 'Số nhà nào?' } },
  ...[1, 3, 30].map((days): Command => ({
    name: 'requestExtension',
    caseId,
    args: { dueDate: dateAfter(clocks.dueAtMs ?? nowMs, days), reason: 'Chờ vật tư' },
  })),
  { name: 'grantExtension', caseId, args: {} },
  { name: 'denyExtension', caseId, args: { reason: 'Đủ thời gian' } },
  { name: 'checkOut', caseId, args: { untilMs: nowMs + 2 * dayMs } },
  { name: 'checkIn', caseId, args: {} },
]

const outcomeMoves = ({ id: caseId, commitments }: Complaint, { nowMs }: MoveChoices): readonly Command[] => [
  { name: 'merge', caseId, args: { target: 'main-1' } },
  { name: 'unmerge', caseId, args: { reason: 'Khác địa điểm' } },
  { name: 'publish', caseId, args: { personalDataReason: null } },
  { name: 'withhold', caseId, args: { reason: 'Đời tư' } },
  { name: 'orderRecheck', caseId, args: { reason: 'Dân chưa đồng tình', dueDate: dateAfter(nowMs, 4) } },
  {
    name: 'settleCommitment',
    caseId,
    args: { id: commitments.find((one) => one.settledAtMs === null)?.id ?? 'none', note: 'Đã thảm' },
  },
]
