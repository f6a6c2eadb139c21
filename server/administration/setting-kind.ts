import type { ConfigKind } from '../../shared/domain/admin/administration.ts'
import type { EntityName } from '../../shared/contract/rows.ts'
import type { SettingName, SettingValue } from '../../shared/contract/admin/settings.ts'
import type { Tx } from '../db/transaction.ts'
import type { Official } from '../identity/officials.ts'
import type { Reference } from '../sync/reference.ts'
import type { Flaw } from './flaw.ts'

/** What checking and writing one setting needs. */
export type Work = Readonly<{ tx: Tx; official: Official; reference: Reference; nowMs: number }>

/** A change about to be made: the setting before and after, null where there is none. */
export type Change<V> = Readonly<{ id: string; before: V | null; after: V | null }>

/** A setting with its id. */
export type Stored<V> = Readonly<{ id: string; value: V }>

/** Everything one kind of setting does differently from the others. */
export type SettingKind<S extends SettingName> = Readonly<{
  name: S
  /** The kind a value is administered as, null for a value that nobody may save. */
  kindOf: (value: SettingValue<S>) => ConfigKind | null
  /** The agency whose setting a value is, null for the city's. */
  agencyOf: (value: SettingValue<S>) => string | null
  /** The synchronised row whose sequence number is the setting's version. */
  versionRow: (id: string, value: SettingValue<S>) => Readonly<{ entity: EntityName; id: string }>
  /** The id that follows from the value itself; where none does, a new setting gets a random one. */
  idOf?: (value: SettingValue<S>) => string | undefined
  /** Reads settings, all of them or those of one id. */
  read: (tx: Tx, id: string | null) => Promise<readonly Stored<SettingValue<S>>[]>
  /** What is wrong with a change; nothing where it may be saved. */
  problems: (work: Work, change: Change<SettingValue<S>>) => Promise<readonly Flaw[]>
  /** Writes the change; answers the agencies whose open cases have to be computed anew. */
  write: (work: Work, change: Change<SettingValue<S>>) => Promise<readonly string[]>
  /** Whether a setting may be removed. */
  mayRemove: boolean
}>
