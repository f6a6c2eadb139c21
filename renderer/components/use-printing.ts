import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let onPaper = false
const listeners = new Set<() => void>()

const change = (printing: boolean): void => {
  onPaper = printing
  // The sheet is laid out as soon as the event is over, so the change must be in the document by then.
  flushSync(() => {
    for (const listener of listeners) listener()
  })
}
let watching = false

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  if (!watching) {
    window.addEventListener('beforeprint', () => change(true))
    window.addEventListener('afterprint', () => change(false))
    watching = true
  }
  return () => void listeners.delete(listener)
}

/** True while the page is being printed, also for what is made for paper only: what only paper needs exists only then. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => onPaper,
    () => false,
  )
}
