import { useEffect, useMemo } from 'react'
import type { Role } from '../../../shared/domain/roles.ts'
import { useNow } from '../../components/use-now.ts'
import { useReference } from '../../platform/use-reference.ts'
import { rolesPassedOn } from './roles-passed-on.ts'
import { Toasts } from './toasts.tsx'
import { useDayListOpening } from './use-day-list-opening.ts'
import type { Touched } from './use-touched.ts'

export type LaterPartsProps = Readonly<{ touched: Touched; onPassedOn: (roles: readonly Role[]) => void }>

/**
 * What the frame needs only after its first rows are painted: messages, the roles that absent officials pass on, and the list of the
 * day for those who lead.
 */
export function LaterParts({ touched, onPassedOn }: LaterPartsProps) {
  const { data } = useReference()
  const nowMs = useNow()
  const passedOn = useMemo(() => rolesPassedOn(data, nowMs), [data, nowMs])
  useEffect(() => onPassedOn(passedOn), [onPassedOn, passedOn])
  useDayListOpening([...data.me.grants.map((grant) => grant.role), ...passedOn], touched)
  return <Toasts />
}
