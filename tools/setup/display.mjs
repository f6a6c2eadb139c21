import { spawn } from 'node:child_process'
import { say, SetupFailure } from './say.mjs'

const hasDisplay = () => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/**
 * Starts a virtual display where there is none and sets DISPLAY; gives a function that ends it.
 * `virtual` forces one, so that tests never open windows on somebody's desk.
 */
export const ensureDisplay = async ({ virtual = false, size = '1920x1080' } = {}) => {
  if (!virtual && hasDisplay()) return () => {}
  if (process.platform !== 'linux') return () => {}
  if (!virtual) say('There is no display: a virtual one is used (Xvfb).')
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise((resolve, reject) => {
    xvfb.on('error', () =>
      reject(new SetupFailure('Xvfb could not be started. Install it: sudo apt-get install xvfb xauth')),
    )
    xvfb.on('exit', () => reject(new SetupFailure('Xvfb ended at once.')))
    xvfb.stdio[3].once('data', (data) => resolve(String(data).trim()))
  })
  process.env.DISPLAY = `:${number}`
  return () => xvfb.kill()
}
