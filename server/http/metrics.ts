import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

/** The metrics of this process; labels hold route patterns and codes, never ids or names. */
export const metrics = new Registry()
collectDefaultMetrics({ register: metrics })

const requests = new Histogram({
  name: 'desk_http_request_seconds',
  help: 'Time to answer a request, by route pattern and status.',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
})

/** Commands handed in, by outcome. */
export const mutationsDecided = new Counter({
  name: 'desk_mutations_total',
  help: 'Commands decided, by status.',
  labelNames: ['status'],
  registers: [metrics],
})

/** Rows sent by pulls. */
export const rowsPulled = new Counter({
  name: 'desk_pulled_rows_total',
  help: 'Operations sent in pull replies.',
  registers: [metrics],
})

/** Open poke streams. */
export const pokeStreams = new Gauge({
  name: 'desk_poke_streams',
  help: 'Clients listening for changes.',
  registers: [metrics],
})

/** Records one answered request. */
export function countRequest(seen: { method: string; route: string; status: number; seconds: number }): void {
  requests.observe({ method: seen.method, route: seen.route, status: String(seen.status) }, seen.seconds)
}
