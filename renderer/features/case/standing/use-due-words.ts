import { useTranslation } from 'react-i18next'
import { useMoments } from '../../../components/use-moments.ts'
import { useServerNow } from '../use-server-now.ts'

type DueWords = Readonly<{ words: string; late: boolean }>
type DueKey = 'standing.answerDue' | 'standing.waits' | 'standing.questionDue'

const lateKeys = {
  'standing.answerDue': 'standing.answerLate',
  'standing.waits': 'standing.waitsLate',
  'standing.questionDue': 'standing.questionDue',
} as const

/** Words for when an answer is due, and whether that has passed. */
export function useDueWords(): (dueAtMs: number | null, key?: DueKey) => DueWords | null {
  const { t } = useTranslation()
  const moment = useMoments()
  const nowMs = useServerNow()
  return (dueAtMs, key = 'standing.answerDue') => {
    if (dueAtMs === null) return null
    const late = nowMs > dueAtMs
    return { words: t(late ? lateKeys[key] : key, { moment: moment(dueAtMs) }), late }
  }
}
