import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoment } from '../../../shared/text/format-moment.ts'
import { useLanguage } from '../../components/use-language.ts'
import { useNow } from '../../components/use-now.ts'
import type { Directory } from '../../platform/use-reference.ts'
import type { RowWords } from './row-view.ts'

/** The words rows are made of, renewed with the language, the organisation's names and the minute. */
export function useRowWords(directory: Directory): RowWords {
  const { t } = useTranslation()
  const language = useLanguage()
  const nowMs = useNow(60_000)
  return useMemo(
    () => ({
      language,
      nowMs,
      state: (state) => t(`words.state.${state}`),
      category: directory.categoryName,
      area: directory.areaName,
      official: directory.officialName,
      moment: (atMs) => formatMoment(atMs, nowMs, language),
      dueAt: (moment) => t('case.due', { moment }),
      elapsed: t('case.elapsed'),
      unassigned: t('queue.noAssignee'),
      provisional: t('frame.provisional'),
      unread: t('queue.unreadRow'),
      heldBy: (name, moment) => t('standing.checkoutShort', { name, moment }),
      inPlaceOf: (name) => t('queue.inPlaceOf', { name }),
      scaleOf: directory.scaleOf,
    }),
    [t, language, nowMs, directory],
  )
}
