import type { z } from 'zod'
import type { devAccountV1 } from '../../../shared/ipc/bridge.ts'

export type DevAccount = z.infer<typeof devAccountV1>
export type HeldRole = DevAccount['roles'][number]
export type AccountGroup = Readonly<{ name: string; accounts: readonly DevAccount[] }>

/** Lower case without diacritics, so that "phuong" finds "Phường". */
const fold = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[\u0111\u0110]/g, 'd')
    .toLowerCase()

/** The name of the agency of a role; its id where an older server tells no name. */
export const agencyNameOf = (held: HeldRole): string => held.agencyName ?? held.agency

/** The name of the team of a role, or its id; empty for a role held in the whole agency. */
export const teamNameOf = (held: HeldRole): string => held.teamName ?? held.team ?? ''

/** Accounts whose name, user name, roles or agencies hold every typed word. */
export function matchingAccounts(
  accounts: readonly DevAccount[],
  search: string,
  roleName: (role: string) => string,
): DevAccount[] {
  const words = fold(search)
    .split(/\s+/)
    .filter((word) => word !== '')
  return accounts.filter((account) => {
    const parts = account.roles.flatMap((held) => [
      roleName(held.role),
      held.agency,
      agencyNameOf(held),
      teamNameOf(held),
    ])
    const text = fold([account.displayName, account.username, ...parts].join(' '))
    return words.every((word) => text.includes(word))
  })
}

/** Groups by the first role held or its agency, in the order of the Vietnamese alphabet. */
export function groupAccounts(
  accounts: readonly DevAccount[],
  nameOf: (account: DevAccount) => string,
): AccountGroup[] {
  const groups = new Map<string, DevAccount[]>()
  for (const account of accounts) {
    const name = nameOf(account)
    groups.set(name, [...(groups.get(name) ?? []), account])
  }
  return [...groups]
    .map(([name, members]) => ({ name, accounts: members }))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'vi'))
}
