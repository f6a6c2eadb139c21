import { ScrollArea, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../../shared/ipc/worker-contract.ts'
import { vietnamese } from '../../../../shared/text/catalogues.ts'
import { calendarScale, formatDuration } from '../../../../shared/text/format-duration.ts'
import { DialogFrame } from '../../../components/dialog-frame.tsx'
import { useLanguage } from '../../../components/use-language.ts'
import { useMoments } from '../../../components/use-moments.ts'
import styles from './deadline.module.css'

type SpanWord = keyof typeof vietnamese.case.span

type PauseWord = keyof typeof vietnamese.standing.pause
const isPauseWord = (code: string): code is PauseWord => Object.hasOwn(vietnamese.standing.pause, code)

const isSpanWord = (kind: string): kind is SpanWord => Object.hasOwn(vietnamese.case.span, kind)

export type WhyDialogProps = Readonly<{
  caseNumber: string
  spans: CaseDetailV1['deadline']['spans']
  opened: boolean
  onClose: () => void
}>

/** Lists every span that was counted, skipped or paused, in order. */
export function WhyDialog({ caseNumber, spans, opened, onClose }: WhyDialogProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const moment = useMoments()
  const noteOf = (note: string): string => {
    if (note === 'closed_later') return t('case.closedLater')
    return isPauseWord(note) ? t(`standing.pause.${note}`) : note
  }
  const noted = spans.some((span) => span.note !== '')
  return (
    <DialogFrame title={t('case.whyTitle', { number: caseNumber })} opened={opened} onClose={onClose} size="xl">
      <Text size="sm" mb="xs">
        {spans.length === 0 ? t('case.whyEmpty') : t('case.whyIntro')}
      </Text>
      {spans.length > 0 && (
        <ScrollArea.Autosize mah="60vh" viewportProps={{ tabIndex: 0 }}>
          <Table className={styles.spans ?? ''} striped withRowBorders={false}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('case.spanFrom')}</Table.Th>
                <Table.Th>{t('case.spanTo')}</Table.Th>
                <Table.Th className={styles.length ?? ''}>{t('case.spanLength')}</Table.Th>
                <Table.Th>{t('case.spanKind')}</Table.Th>
                {noted && <Table.Th>{t('case.spanNote')}</Table.Th>}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {spans.map((span) => (
                <Table.Tr
                  key={`${span.fromMs} ${span.kind}`}
                  data-counted={span.kind === 'counted' || span.kind === 'extended' || undefined}
                >
                  <Table.Td>{moment(span.fromMs)}</Table.Td>
                  <Table.Td>{moment(span.toMs)}</Table.Td>
                  <Table.Td className={styles.length ?? ''}>
                    {formatDuration(span.toMs - span.fromMs, calendarScale, language)}
                  </Table.Td>
                  <Table.Td>{isSpanWord(span.kind) ? t(`case.span.${span.kind}`) : span.kind}</Table.Td>
                  {noted && <Table.Td>{noteOf(span.note)}</Table.Td>}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </DialogFrame>
  )
}
