import { expect, test } from '@playwright/test'
import { bridgeCalls } from '../../../shared/ipc/bridge.ts'
import { launchShell } from '../../support/shell-app/launch.ts'
import type { ShellDesk } from '../../support/shell-app/launch.ts'
import { contentSecurityPolicy } from '../../../electron/main/protocol/response-headers.ts'

let desk: ShellDesk
test.beforeAll(async () => {
  desk = await launchShell()
})
test.afterAll(() => desk.close())

const fetchStatus = (url: string, options: { method?: string; body?: string } = {}) =>
  desk.page.evaluate(
    ([target, init]) =>
      fetch(target, init).then(
        (answer) => answer.status,
        () => 'refused',
      ),
    [url, options] as const,
  )

test.describe('the page', () => {
  test('is served under app://bundle and has neither Node nor Electron', async () => {
    expect(desk.page.url()).toMatch(/^app:\/\/bundle\/index\.html/)
    const found = await desk.page.evaluate(() =>
      ['require', 'process', 'module', 'global', 'Buffer', 'ipcRenderer'].filter((name) => name in window),
    )
    expect(found).toEqual([])
    expect(await desk.page.evaluate(() => Object.keys(window.desk))).toEqual(['call', 'on', 'requestWorkerPort'])
  })

  test('runs with context isolation and the sandbox setting, without Node integration', async () => {
    // The data worker's window follows the first frame.
    await expect.poll(() => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(2)
    const settings = await desk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => {
        const { sandbox, contextIsolation, nodeIntegration, webviewTag } = (
          window.webContents as unknown as { getLastWebPreferences: () => Record<string, unknown> }
        ).getLastWebPreferences()
        return { sandbox, contextIsolation, nodeIntegration, webviewTag }
      }),
    )
    for (const one of settings) {
      expect(one).toEqual({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false })
    }
  })

  test('refuses inline script and eval, asked from the page itself', async () => {
    expect(await desk.page.evaluate(() => window.shellTest.tryInlineScript())).toBe(false)
    expect(await desk.page.evaluate(() => window.shellTest.tryEval())).toBe('EvalError')
  })

  test('gets the policy and nosniff with every answer, scripts of the worker included', async () => {
    const worker = await desk.page.evaluate(async () => {
      const host = await (await fetch('worker-host.html')).text()
      const script = /assets\/worker-host[\w.-]+/.exec(host)?.[0] ?? ''
      const name = `assets/${/main-[\w-]+\.js/.exec(await (await fetch(script)).text())?.[0]}`
      const urls = ['index.html', 'worker-host.html', script, name, 'not-there.js', 'server/none']
      return Promise.all(
        urls.map(async (url) => {
          const { headers, status } = await fetch(url)
          return [status, headers.get('content-security-policy'), headers.get('x-content-type-options')]
        }),
      )
    })
    expect(worker.map(([status]) => status)).toEqual([200, 200, 200, 200, 404, 404])
    for (const [, policy, nosniff] of worker) expect([policy, nosniff]).toEqual([contentSecurityPolicy, 'nosniff'])
  })

  test('cannot leave the bundle by any path', async () => {
    expect(await fetchStatus('app://bundle/..%2f..%2fpackage.json')).toBe(400)
    expect(await fetchStatus('app://bundle/%2e%2e%2fmain%2findex.cjs')).toBe(400)
    expect(await fetchStatus('app://bundle/assets/..%5c..%5cmain/index.cjs')).toBe(400)
    expect(await fetchStatus('app://bundle/%01')).toBe(400)
    expect(await fetchStatus('app://bundle/../main/index.cjs')).toBe(404)
    expect(await fetchStatus('app://bundle/assets')).toBe(404)
  })

  test('reaches no other host of the scheme, no file and no network', async () => {
    const foreign = await desk.app.evaluate(async ({ session }) => {
      const page = session.fromPartition('page') as unknown as { fetch: typeof fetch }
      return (await page.fetch('app://elsewhere/index.html')).status
    })
    expect(foreign).toBe(403)
    expect(await fetchStatus('app://elsewhere/index.html')).toBe('refused')
    expect(await fetchStatus('file:///etc/passwd')).toBe('refused')
    expect(await fetchStatus('http://127.0.0.1:9/')).toBe('refused')
  })

  test('answers byte ranges with 206 and refuses other methods', async () => {
    const [status, range, text] = await desk.page.evaluate(async () => {
      const answer = await fetch('index.html', { headers: { range: 'bytes=0-14' } })
      return [answer.status, answer.headers.get('content-range')?.split('/')[0], await answer.text()] as const
    })
    expect([status, range, text]).toEqual([206, 'bytes 0-14', '<!doctype html>'])
    expect(await fetchStatus('app://bundle/index.html', { method: 'POST', body: 'x' })).toBe(405)
  })
})

test.describe('doors out of the window', () => {
  test('every permission but writing the clipboard is denied', async () => {
    const states = await desk.page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi', 'clipboard-read']
      const all = names.map((name) => navigator.permissions.query({ name: name as PermissionName }))
      return (await Promise.all(all)).map((status) => status.state)
    })
    expect(new Set(states)).toEqual(new Set(['denied']))
    const position = await desk.page.evaluate(
      () =>
        new Promise((resolve) =>
          navigator.geolocation.getCurrentPosition(
            () => resolve('given'),
            (error) => resolve(error.code),
          ),
        ),
    )
    expect(position).toBe(1)
  })

  test('no navigation, no new window, no webview, no frame', async () => {
    const windows = () => desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)
    const before = await windows()
    expect(await desk.page.evaluate(() => window.open('https://example.com/'))).toBeNull()
    await desk.page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await desk.page.evaluate(() => {
      location.href = 'file:///etc/passwd'
    })
    await desk.page.evaluate(() => {
      document.body.append(document.createElement('webview'))
      const frame = document.createElement('iframe')
      frame.src = 'app://bundle/index.html'
      document.body.append(frame)
    })
    await desk.page.waitForTimeout(300)
    expect(desk.page.url()).toMatch(/^app:\/\/bundle\/index\.html/)
    expect(await windows()).toBe(before)
    const frames = await desk.app.evaluate(({ BrowserWindow }) => {
      const all = BrowserWindow.getAllWindows().flatMap((window) => window.webContents.mainFrame.frames)
      return Promise.all(all.map((frame) => frame.executeJavaScript('location.protocol') as Promise<string>))
    })
    expect(frames).toEqual(['chrome-error:'])
  })

  test('an external link needs https, a known host and the user’s consent', async () => {
    const open = (url: string) =>
      desk.page.evaluate((target) => window.desk.call('window:open-external', { url: target }), url)
    const answerDialogsWith = (response: number) =>
      desk.app.evaluate(({ dialog, shell }, choice) => {
        Object.assign(dialog, { showMessageBox: () => Promise.resolve({ response: choice }) })
        Object.assign(shell, {
          openExternal: (url: string) => {
            Object.assign(globalThis, { openedLink: url })
            return Promise.resolve()
          },
        })
      }, response)
    await answerDialogsWith(1)
    expect(await open('http://hanoi.gov.vn/')).toEqual({ ok: false, code: 'link_not_allowed' })
    expect(await open('https://hanoi.gov.vn.example.com/')).toEqual({ ok: false, code: 'link_not_allowed' })
    expect(await open('https://user@hanoi.gov.vn/')).toEqual({ ok: false, code: 'link_not_allowed' })
    expect(await open('https://hanoi.gov.vn/tin')).toEqual({ ok: false, code: 'cancelled' })
    await answerDialogsWith(0)
    expect(await open('https://vanban.chinhphu.vn/')).toEqual({ ok: true })
    expect(await desk.app.evaluate(() => Reflect.get(globalThis, 'openedLink') as unknown)).toBe(
      'https://vanban.chinhphu.vn/',
    )
  })
})

const callBridge = (channel: string, ...args: unknown[]) =>
  desk.page.evaluate(
    ([name, values]) =>
      (window.desk.call as (channel: string, ...given: unknown[]) => Promise<unknown>)(name, ...values).then(
        () => 'answered',
        () => 'refused',
      ),
    [channel, args] as const,
  )

test.describe('the bridge', () => {
  test('has a schema for every channel that main listens on, and a listener for every schema', async () => {
    const channels = await desk.app.evaluate(({ ipcMain }) => {
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, unknown>
      return { invoke: [...handlers.keys()], events: ipcMain.eventNames().map(String) }
    })
    const expected = Object.keys(bridgeCalls).map((name) => `desk:${name}`)
    expect(channels.invoke.toSorted()).toEqual(expected.toSorted())
    expect(channels.events.filter((name) => name !== 'error')).toEqual(['desk:request-worker-port'])
  })

  test('refuses arguments that do not fit, and unknown channels', async () => {
    expect(await callBridge('session:get-state')).toBe('answered')
    expect(await callBridge('session:get-state', 'more')).toBe('refused')
    expect(await callBridge('session:sign-in', { username: 7 })).toBe('refused')
    expect(await callBridge('vault:read-key')).toBe('refused')
  })

  test('refuses a call from a sub-frame and from a foreign window', async () => {
    await desk.page.evaluate(() => document.body.append(document.createElement('iframe')))
    const results = await desk.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
      type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, Handler>
      const handler = handlers.get('desk:session:get-state')
      const all = BrowserWindow.getAllWindows()
      const page = all.find((window) => window.webContents.getURL().includes('index.html'))?.webContents
      const hidden = all.find((window) => window.webContents.getURL().includes('worker-host'))?.webContents
      const callAs = async (sender: unknown, senderFrame: unknown) => {
        try {
          await handler?.({ sender, senderFrame })
          return 'answered'
        } catch {
          return 'refused'
        }
      }
      return {
        main: await callAs(page, page?.mainFrame),
        subFrame: await callAs(page, page?.mainFrame.frames.at(-1)),
        hidden: await callAs(hidden, hidden?.mainFrame),
      }
    })
    expect(results).toEqual({ main: 'answered', subFrame: 'refused', hidden: 'refused' })
  })

  test('keeps preferences over a restart of the page and the app’s window place', async () => {
    await desk.page.evaluate(() => window.desk.call('window:set-preference', { key: 'theme', value: { dark: true } }))
    const value = await desk.page.evaluate(() => window.desk.call('window:get-preference', { key: 'theme' }))
    expect(value).toEqual({ value: { dark: true } })
  })
})
