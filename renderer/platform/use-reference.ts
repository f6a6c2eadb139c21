import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { WorkerClient } from './desk-services.tsx'
import { useServices } from './desk-services.tsx'
import { calendarScale, workingScale } from '../../shared/text/format-duration.ts'
import type { DurationScale } from '../../shared/text/format-duration.ts'
import { workerQueries } from './worker-queries.ts'

export type ReferenceData = Awaited<ReturnType<WorkerClient['reference']['all']>>

/** Names of the organisation by id; an id that is not known is shown as it is rather than left blank. */
export type Directory = Readonly<{
  data: ReferenceData
  agencyName: (id: string | null) => string
  teamName: (id: string | null) => string
  officialName: (id: string | null) => string
  areaName: (id: string | null) => string
  categoryName: (id: string | null) => string
  /** How an agency's time is counted: imported agencies never close, all others have office hours. */
  scaleOf: (agencyId: string) => DurationScale
}>

const alwaysOpenCalendar = 'around-the-clock'

const nameIn = (names: ReadonlyMap<string, string>) => (id: string | null) => (id === null ? '' : (names.get(id) ?? id))

export function directoryOf(data: ReferenceData): Directory {
  const named = (rows: readonly { id: string; name: string }[]) =>
    nameIn(new Map(rows.map((row) => [row.id, row.name] as const)))
  const alwaysOpen = new Set(data.agencies.filter((row) => row.calendar === alwaysOpenCalendar).map((row) => row.id))
  return {
    data,
    agencyName: named(data.agencies),
    teamName: named(data.teams),
    officialName: nameIn(new Map(data.officials.map((row) => [row.id, row.displayName] as const))),
    areaName: named(data.areas),
    categoryName: named(data.categories),
    scaleOf: (agencyId) => (alwaysOpen.has(agencyId) ? calendarScale : workingScale),
  }
}

const empty: ReferenceData = {
  me: { id: '', username: '', displayName: '', grants: [] },
  agencies: [],
  teams: [],
  officials: [],
  absences: [],
  areas: [],
  categories: [],
  routings: [],
  grounds: [],
  templates: [],
  notices: [],
}

/** The directory as far as it is loaded: screens never wait for it, names fill in when it arrives. */
export function useReference(): Directory {
  const { worker } = useServices()
  const { data } = useQuery(workerQueries.reference(worker))
  return useMemo(() => directoryOf(data ?? empty), [data])
}
