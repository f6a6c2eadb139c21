import { answerRounds } from './answer-rounds.ts'
import { deleteRaw, rawPackedWrite } from './raw-write.ts'

answerRounds(async (name, pages) => {
  const startMs = performance.now()
  const stored = await rawPackedWrite(name, pages)
  const ms = performance.now() - startMs
  await deleteRaw(name)
  return { ms, stored, figures: {} }
})
