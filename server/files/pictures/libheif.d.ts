declare module 'libheif-js/wasm-bundle.js' {
  type Pixels = { data: Uint8ClampedArray; width: number; height: number }
  type HeifImage = Readonly<{
    get_width: () => number
    get_height: () => number
    is_primary: () => boolean
    /** Draws the upright picture into `into`; calls back with null where it cannot be decoded. */
    display: (into: Pixels, done: (drawn: Pixels | null) => void) => void
  }>
  const libheif: Readonly<{
    ready: Promise<unknown>
    HeifDecoder: new () => { decode: (bytes: Uint8Array) => readonly HeifImage[] }
  }>
  export default libheif
}
