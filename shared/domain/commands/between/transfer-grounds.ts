/** The grounds on which a case is handed to another agency (provisional list: QĐ 1207 names wrong authority only). */
export const transferGrounds = ['other_authority', 'other_area', 'wrong_classification'] as const
export type TransferGround = (typeof transferGrounds)[number]

/** Whether a code names a ground for a transfer. */
export const isTransferGround = (ground: string): ground is TransferGround =>
  transferGrounds.some((candidate) => candidate === ground)
