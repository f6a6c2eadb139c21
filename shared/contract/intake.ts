import { z } from 'zod'
import type { PublicStatus } from '../domain/public-status.ts'
import { complaintKinds, levels, ratings, reporterKinds } from '../domain/states.ts'

const text = (max: number) => z.string().trim().min(1).max(max)

/** Who reported. Kept apart from the case on the server; never in a synchronised row. */
export const reporterV1 = z.object({
  kind: z.enum(reporterKinds),
  name: text(200),
  phone: z.string().trim().max(30).nullable(),
  address: z.string().trim().max(500).nullable(),
  taxCode: z.string().trim().max(20).nullable(),
  representative: z.string().trim().max(200).nullable(),
})

/** `POST /api/v1/intake/complaints`. `externalId` makes it repeatable: the same one answers the same case. */
export const intakeRequestV1 = z.object({
  externalId: text(100),
  kind: z.enum(complaintKinds),
  level: z.enum(levels),
  title: text(300),
  body: text(20_000),
  category: text(100),
  area: z.string().max(100).nullable(),
  place: z.string().trim().max(500),
  point: z.object({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).nullable(),
  agency: z.string().max(100).nullable(),
  reporter: reporterV1,
  files: z
    .array(
      z.object({
        name: text(255),
        type: text(100),
        sizeBytes: z.number().int().positive(),
        hash: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .max(10),
})
export const intakeReplyV1 = z.object({
  caseNumber: z.string(),
  /** One tus upload per announced file, in the order given. */
  uploads: z.array(z.object({ fileId: z.string(), url: z.string(), stored: z.boolean() })),
})

/** The public statuses as iHaNoi shows them, by the domain's codes (domain.md section 2). */
export const publicStatusNames = {
  awaiting: 'Chờ tiếp nhận',
  processing: 'Đang xử lý',
  done: 'Đã xử lý',
  refused: 'Từ chối',
} as const satisfies Record<PublicStatus, string>

/** What the citizen sees (domain.md section 2, column "public status"). */
export const publicCaseV1 = z.object({
  caseNumber: z.string(),
  status: z.enum(publicStatusNames),
  /** Null without a deadline, and while the clock stands still: the deadline moves on until the citizen has answered. */
  dueAt: z.string().nullable(),
  dueIsProvisional: z.boolean(),
  reply: z
    .object({
      text: z.string(),
      approvedAt: z.string(),
      files: z.array(z.object({ name: z.string(), url: z.string() })),
    })
    .nullable(),
  refusal: z.object({ ground: z.string(), text: z.string() }).nullable(),
  question: z.string().nullable(),
})

export const intakeAnswerV1 = z.object({ text: text(20_000) })
export const intakeRatingV1 = z.object({ rating: z.enum(ratings), comment: z.string().max(5_000).nullable() })
export const intakeResumeV1 = z.object({ text: text(20_000) })
export const intakeChangesV1 = z.object({
  changes: z.array(z.object({ seq: z.number().int(), caseNumber: z.string(), status: z.string() })),
  next: z.number().int(),
})

/** A role of a development account; the names are there to be read, the ids to be compared. */
const devRoleV1 = z.object({
  role: z.string(),
  agency: z.string(),
  agencyName: z.string().optional(),
  team: z.string().optional(),
  teamName: z.string().optional(),
})

/** `GET /api/v1/dev/accounts`, `POST /api/v1/dev/token`: development mode only. */
export const devAccountsV1 = z.object({
  accounts: z.array(
    z.object({
      username: z.string(),
      displayName: z.string(),
      roles: z.array(devRoleV1),
    }),
  ),
})
export const devTokenRequestV1 = z.object({ username: z.string().min(1).max(100) })
export const devTokenReplyV1 = z.object({ accessToken: z.string(), expiresInSeconds: z.number().int() })

/** Who reported a case, as left with the report; never part of a synchronised row. */
export const revealedReporterV1 = z.object({
  kind: z.string(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  address: z.string().nullable(),
  taxCode: z.string().nullable(),
  representative: z.string().nullable(),
})
export type RevealedReporterV1 = z.infer<typeof revealedReporterV1>
