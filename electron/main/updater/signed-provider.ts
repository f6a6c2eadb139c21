import type { CustomPublishOptions, UpdateInfo } from 'builder-util-runtime'
import type { AppUpdater } from 'electron-updater'
import { GenericProvider } from 'electron-updater/out/providers/GenericProvider.js'
import { parseUpdateInfo } from 'electron-updater/out/providers/Provider.js'
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js'
import { z } from 'zod'
import { DeskError } from '../desk-error.ts'
import { assertTrustedManifest } from './signed-manifest.ts'

const feed = z.object({ url: z.string(), publicKeyPem: z.string(), currentVersion: z.string() })

/** electron-updater's generic provider, but the manifest is read once, with its signature, and trusted only if it is ours. */
export class SignedProvider extends GenericProvider {
  readonly #feed: z.infer<typeof feed>

  constructor(options: CustomPublishOptions, updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
    const parsed = feed.parse(options)
    super({ provider: 'generic', url: parsed.url }, updater, runtimeOptions)
    this.#feed = parsed
  }

  override async getLatestVersion(): Promise<UpdateInfo> {
    const { url, publicKeyPem, currentVersion } = this.#feed
    const name = `${this.getDefaultChannelName()}.yml`
    const manifestUrl = new URL(name, url.endsWith('/') ? url : `${url}/`)
    const manifest = await this.httpRequest(manifestUrl)
    const signature = await this.httpRequest(new URL(`${manifestUrl.href}.sig`))
    if (manifest === null || signature === null) throw new DeskError('manifest_wrong', 'the manifest is empty')
    return assertTrustedManifest({
      manifest,
      signature,
      publicKeyPem,
      currentVersion,
      parse: (text) => parseManifest(text, name, manifestUrl),
    })
  }
}

function parseManifest(text: string, name: string, url: URL): UpdateInfo {
  try {
    const info = parseUpdateInfo(text, name, url)
    if (!Array.isArray(info.files) || typeof info.version !== 'string') throw new TypeError('no files or no version')
    return info
  } catch (error) {
    throw new DeskError('manifest_wrong', 'the manifest cannot be read', error)
  }
}
