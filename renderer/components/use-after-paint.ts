import { useEffect, useRef } from 'react'

/** Runs once, after the first frame with this component in it is on the screen. */
export function useAfterPaint(run: () => void): void {
  const latest = useRef(run)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => latest.current())
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [])
}
