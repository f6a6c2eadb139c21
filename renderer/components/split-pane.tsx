import { useRef } from 'react'
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import styles from './split-pane.module.css'

export type SplitPaneProps = Readonly<{
  direction: 'right' | 'below'
  /** Share of the second pane, 0-1. */
  share: number
  onShareChange: (share: number) => void
  label: string
  first: ReactNode
  second: ReactNode
}>

const smallest = 0.15
const largest = 0.75
const keyStep = 0.03

export const clampShare = (share: number) => Math.min(largest, Math.max(smallest, share))

/** Two panes with a bar between them that is dragged or moved with the arrow keys. */
export function SplitPane(props: SplitPaneProps) {
  const box = useRef<HTMLDivElement>(null)
  const across = props.direction === 'right'
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    const bounds = box.current?.getBoundingClientRect()
    if (bounds === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    const share = across
      ? (bounds.right - event.clientX) / bounds.width
      : (bounds.bottom - event.clientY) / bounds.height
    props.onShareChange(clampShare(share))
  }
  const press = (event: KeyboardEvent) => {
    const larger = event.key === (across ? 'ArrowLeft' : 'ArrowUp')
    const smaller = event.key === (across ? 'ArrowRight' : 'ArrowDown')
    if (!larger && !smaller) return
    event.preventDefault()
    props.onShareChange(clampShare(props.share + (larger ? keyStep : -keyStep)))
  }
  return (
    <div ref={box} className={styles.split} data-direction={props.direction}>
      <div className={styles.first}>{props.first}</div>
      <button
        type="button"
        className={styles.separator}
        aria-label={props.label}
        title={props.label}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <div className={styles.second} style={{ flexBasis: `${props.share * 100}%` }}>
        {props.second}
      </div>
    </div>
  )
}
