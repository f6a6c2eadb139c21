import { Modal } from '@mantine/core'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** Everything behind an open dialog is out of reach of assistive technology, as it is of the mouse. */
function useHiddenBackground(opened: boolean): void {
  useEffect(() => {
    const root = document.getElementById('root')
    if (!opened || root === null) return undefined
    root.setAttribute('aria-hidden', 'true')
    return () => root.removeAttribute('aria-hidden')
  }, [opened])
}

export type DialogFrameProps = Readonly<{
  title: string
  opened: boolean
  onClose: () => void
  size?: string
  /** A click beside it does not close it: something runs that a slip must not end. */
  holds?: boolean
  children: ReactNode
}>

/** A dialog named by its title; Esc closes it and the focus returns to where it was. */
export function DialogFrame({ title, opened, onClose, size = 'lg', holds = false, children }: DialogFrameProps) {
  const { t } = useTranslation()
  useHiddenBackground(opened)
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size={size}
      centered
      closeOnClickOutside={!holds}
      // The frame never scrolls as a whole, and the scroll lock would need an inline style sheet that the CSP refuses.
      lockScroll={false}
      transitionProps={{ duration: 100 }}
      closeButtonProps={{ 'aria-label': t('frame.close') }}
    >
      {children}
    </Modal>
  )
}
