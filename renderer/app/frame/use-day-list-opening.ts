import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useNavigate } from 'react-router'
import type { Role } from '../../../shared/domain/roles.ts'
import { useServices } from '../../platform/desk-services.tsx'
import { workerQueries } from '../../platform/worker-queries.ts'
import { leadsTeam } from './rail-links.ts'
import type { Touched } from './use-touched.ts'

/**
 * Opens the list of the day once, at the first start of the day, for those who lead a team. It is marked as shown before it
 * opens, so that a crash right after never makes it open again and again. Whoever has begun to work is never taken away.
 */
export function useDayListOpening(held: readonly Role[], touched: Touched): void {
  const { worker } = useServices()
  const navigate = useNavigate()
  const opened = useRef<string | null>(null)
  const concerned = leadsTeam(held)
  const { data } = useQuery({ ...workerQueries.dayList(worker), enabled: concerned })
  useEffect(() => {
    if (!concerned || data === undefined || data.shownBefore || opened.current === data.forDate) return
    const waiting = data.groups.reduce((sum, group) => sum + group.total, 0)
    if (waiting === 0 || touched.current) return
    opened.current = data.forDate
    worker.figures.markDayListShown().then(
      () => (touched.current ? undefined : navigate('/bo-phan')),
      (reason: unknown) => console.error('day_list_not_marked', reason),
    )
  }, [concerned, data, navigate, touched, worker])
}
