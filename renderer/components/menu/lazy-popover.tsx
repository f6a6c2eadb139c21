import { lazy, Suspense, useState } from 'react'
import type { ReactElement, ReactNode } from 'react'

const PopoverShell = lazy(async () => ({ default: (await import('./popover-shell.tsx')).PopoverShell }))

export type LazyPopoverProps = Readonly<{
  label: string
  /** The button; it gets `open` as long as the popover's own code is not loaded. */
  renderTrigger: (open: (() => void) | undefined) => ReactElement
  side: 'start' | 'end'
  children: ReactNode
}>

/** A popover whose code comes with the first click, because most starts never open one; it shows once its content is there. */
export function LazyPopover({ label, renderTrigger, side, children }: LazyPopoverProps) {
  const [wanted, setWanted] = useState(false)
  if (!wanted) return renderTrigger(() => setWanted(true))
  return (
    <Suspense fallback={renderTrigger(undefined)}>
      <PopoverShell label={label} trigger={renderTrigger(undefined)} side={side}>
        {children}
      </PopoverShell>
    </Suspense>
  )
}
