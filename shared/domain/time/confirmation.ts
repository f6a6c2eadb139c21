/** Whether a value is published by the city or the law, or assumed until it is; assumed ones show the mark "provisional". */
export const confirmations = ['confirmed', 'provisional'] as const
export type Confirmation = (typeof confirmations)[number]
