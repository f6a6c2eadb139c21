import type { FromWorker, Measured, PageFiles, ToWorker } from './rounds.ts'

/** Stores these pages in a new database of this name, measures it and removes it. */
type Ingest = (name: string, pages: readonly string[]) => Promise<Measured>

async function textsOf({ folder, count }: PageFiles): Promise<string[]> {
  const texts: string[] = []
  for (let n = 0; n < count; n += 1) texts.push(await (await fetch(`app://bundle/${folder}-${n}.json`)).text())
  return texts
}

/** The worker's side of a round: the code is warmed up and the texts are at hand before the page says go. */
export function answerRounds(ingest: Ingest): void {
  let pages: readonly string[] = []
  const answer = async (told: ToWorker): Promise<FromWorker> => {
    if (told.say === 'go') return { say: 'done', measured: await ingest('measured', pages) }
    pages = await textsOf(told.round.measured)
    await ingest('warm-up', await textsOf(told.round.warmUp))
    return { say: 'ready' }
  }
  addEventListener('message', (event: MessageEvent<ToWorker>) => {
    answer(event.data).then(
      (said) => postMessage(said),
      (error: unknown) => {
        // Outside the promise it reaches the page as the worker's error.
        setTimeout(() => {
          throw error
        }, 0)
      },
    )
  })
}
