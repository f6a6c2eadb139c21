import type { RowOf } from '../../../shared/contract/rows.ts'
import type { Actor } from '../../../shared/domain/roles.ts'
import { ianaZone } from '../../../shared/domain/time/iana-zone.ts'
import { hanoiZone } from '../../../shared/domain/time/zone.ts'
import type { Zone } from '../../../shared/domain/time/zone.ts'
import type { VaultStateV1 } from '../../../shared/ipc/host-contract.ts'
import type { Acting } from '../index/prediction.ts'
import type { ReferenceStore } from '../index/reference-store.ts'

export type OpenVault = Extract<VaultStateV1, { phase: 'open' }>

const knownYears = { fromYear: 2000, toYear: 2045 } as const

/** Who is signed in, as the reference rows know the official. Without a row: no grants, so nothing is allowed yet. */
export class Identity {
  readonly #vault: OpenVault
  readonly #reference: ReferenceStore
  #zone: Readonly<{ name: string; zone: Zone }> = { name: hanoiZone.id, zone: hanoiZone }

  constructor(vault: OpenVault, reference: ReferenceStore) {
    this.#vault = vault
    this.#reference = reference
  }

  official(): RowOf<'official'> {
    const { accountId, username, displayName } = this.#vault
    const byId = this.#reference.rows.official.get(accountId)
    const found = byId ?? this.#reference.list('official').find((official) => official.username === username)
    return found ?? { id: accountId, username, displayName, active: true, grants: [] }
  }

  actor(): Actor {
    const { id, grants } = this.official()
    return { id, grants }
  }

  standing(): Acting {
    return { actor: this.actor(), rules: this.#reference.rules() }
  }

  /** The wall clock of the official's agency: days and weeks of lists and figures are counted on it. */
  zone(): Zone {
    const agency = this.official().grants[0]?.agency
    const name = this.#reference.rows.agency.get(agency ?? '')?.timeZone ?? hanoiZone.id
    if (name !== this.#zone.name) this.#zone = { name, zone: zoneOf(name) }
    return this.#zone.zone
  }
}

function zoneOf(name: string): Zone {
  try {
    return ianaZone(name, knownYears)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return hanoiZone
    throw error
  }
}
