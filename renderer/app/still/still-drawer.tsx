import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useServices } from '../../platform/desk-services.tsx'
import { useDeskSession } from '../session-context.tsx'

const betweenMs = 5_000
const soonMs = 300
/** Of the 50 ms that Chromium gives at most. */
const idleMs = 40

/** Resolves within an idle time that lasts: nothing is being drawn, scrolled or typed. */
async function pageIsIdle(): Promise<void> {
  for (;;) {
    const idle = await new Promise<IdleDeadline>((resolve) => requestIdleCallback(resolve))
    if (idle.timeRemaining() > idleMs) return
    await new Promise((resolve) => setTimeout(resolve, soonMs))
  }
}

type Offered = Readonly<{ screen: string; edition: number }>

/** Draws the still of every newer first screen when the page is idle, not more often than every five seconds. Shows nothing. */
export function StillDrawer() {
  const services = useServices()
  const { session } = useDeskSession()
  const { i18n } = useTranslation()
  const { data } = useQuery({ queryKey: ['first-screen'], queryFn: () => services.worker.firstScreen.read() })
  const lastMs = useRef(-betweenMs)
  useEffect(() => {
    if (data === undefined) return undefined
    const draw = async (offered: Offered) => {
      await pageIsIdle()
      const { drawStill } = await import('./draw-still.tsx')
      await drawStill({ services, session, texts: i18n }, offered)
    }
    const timer = setTimeout(
      () => {
        lastMs.current = performance.now()
        draw(data).catch((reason: unknown) => console.error('still_not_drawn', reason))
      },
      Math.max(soonMs, lastMs.current + betweenMs - performance.now()),
    )
    return () => clearTimeout(timer)
  }, [data, services, session, i18n])
  return null
}
