import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReactNode } from 'react'

/** Below one page of a list: a button where there is more, and once pressed the older pages. */
export function OlderPages({ more, label, children }: Readonly<{ more: boolean; label: string; children: ReactNode }>) {
  const [shown, setShown] = useState(false)
  if (shown) return children
  return more ? (
    <Button size="xs" variant="default" mt="xs" onClick={() => setShown(true)}>
      {label}
    </Button>
  ) : null
}
