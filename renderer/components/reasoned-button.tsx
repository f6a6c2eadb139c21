import { Button } from '@mantine/core'
import type { ButtonProps } from '@mantine/core'
import { useId } from 'react'
import type { ReactNode } from 'react'

export type ReasonedButtonProps = ButtonProps &
  Readonly<{
    /** Why it cannot be pressed now; null when it can. */
    reason: string | null
    onClick: () => void
    children: ReactNode
  }>

/** A button that, when it cannot be used, stays reachable by keyboard and says why in its description. */
export function ReasonedButton({ reason, onClick, children, ...rest }: ReasonedButtonProps) {
  const reasonId = useId()
  return (
    <>
      <Button
        {...rest}
        type="button"
        {...(reason === null
          ? { onClick }
          : { 'data-disabled': true, 'aria-disabled': true, 'aria-describedby': reasonId, title: reason })}
      >
        {children}
      </Button>
      {reason !== null && (
        <span id={reasonId} className="visually-hidden">
          {reason}
        </span>
      )}
    </>
  )
}
