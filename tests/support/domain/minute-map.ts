import { isOpenAt } from './naive-calendar.ts'
import type { NaiveCalendar } from './naive-calendar.ts'

const minuteMs = 60_000

/** Every minute of some years, looked at one by one: 1 where the office is open. */
export class MinuteMap {
  readonly #fromMs: number
  readonly #open: Uint8Array

  constructor(calendar: NaiveCalendar, fromMs: number, toMs: number) {
    this.#fromMs = fromMs
    this.#open = new Uint8Array((toMs - fromMs) / minuteMs)
    for (let minute = 0; minute < this.#open.length; minute += 1) {
      if (isOpenAt(calendar, fromMs + minute * minuteMs)) this.#open[minute] = 1
    }
  }

  /** Steps forward until `minutes` of open time have passed. */
  add(startMs: number, minutes: number): number {
    let at = this.#minute(startMs)
    for (let left = minutes; left > 0; at += 1) left -= this.#at(at)
    return this.#fromMs + at * minuteMs
  }

  /** Steps back until `minutes` of open time lie between. */
  subtract(endMs: number, minutes: number): number {
    let at = this.#minute(endMs)
    for (let left = minutes; left > 0; at -= 1) left -= this.#at(at - 1)
    return this.#fromMs + at * minuteMs
  }

  /** Counts the open minutes between two instants one by one. */
  between(fromMs: number, toMs: number): number {
    let count = 0
    const end = this.#minute(toMs)
    for (let at = this.#minute(fromMs); at < end; at += 1) count += this.#at(at)
    return count
  }

  #minute(atMs: number): number {
    return Math.round((atMs - this.#fromMs) / minuteMs)
  }

  #at(minute: number): number {
    const open = this.#open[minute]
    if (open === undefined) throw new RangeError('the map of minutes ends here')
    return open
  }
}
