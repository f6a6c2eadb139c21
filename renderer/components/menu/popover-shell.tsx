import { Popover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

export type PopoverShellProps = Readonly<{
  label: string
  trigger: ReactElement
  side: 'start' | 'end'
  children: ReactNode
}>

/** Opens at once, because it is mounted by the click that asked for it; Esc closes it and gives the focus back. */
export function PopoverShell({ label, trigger, side, children }: PopoverShellProps) {
  return (
    <Popover
      defaultOpened
      position={side === 'start' ? 'bottom-start' : 'bottom-end'}
      shadow="md"
      trapFocus
      returnFocus
      transitionProps={{ duration: 80 }}
    >
      <Popover.Target>{trigger}</Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        {children}
      </Popover.Dropdown>
    </Popover>
  )
}
