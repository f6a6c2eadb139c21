import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseDetailV1 } from '../../../shared/ipc/worker-contract.ts'
import { canonicalReply, isEmptyReply } from '../../../shared/domain/reply-text.ts'
import { usePrinting } from '../../components/use-printing.ts'
import type { Directory } from '../../platform/use-reference.ts'
import styles from './case.module.css'
import { CommandBar } from './commands/command-bar.tsx'
import type { ReplyInHand } from './commands/dialog-props.ts'
import { useRunCommand } from './commands/use-run-command.ts'
import { Timeline } from './content/timeline.tsx'
import { DeadlinePanel } from './deadline/deadline-panel.tsx'
import { historyCount, StandingHistory } from './standing/standing-history.tsx'
import { StandingNotices } from './standing/standing-notices.tsx'
import { PendingList } from './pending-list.tsx'
import { RefusalProposal } from './refusal-proposal.tsx'
import { PrintedReply } from './reply/printed-reply.tsx'
import { filledFor, templatesFor } from './templates.ts'
import { ReplyEditor } from './reply/reply-editor.tsx'
import { replyHash, replyModeOf, revisionsOf } from './reply/reply-view.ts'
import { SubmittedReply } from './reply/submitted-reply.tsx'
import { useDraft } from './reply/use-draft.ts'
import type { Draft } from './reply/use-draft.ts'

type PartProps = Readonly<{ detail: CaseDetailV1; directory: Directory }>

function ReplyTab({ detail, directory, draft }: PartProps & Readonly<{ draft: Draft }>) {
  const { t } = useTranslation()
  const mode = replyModeOf(detail, directory.data.me.id)
  switch (mode) {
    case 'edit':
      return (
        <ReplyEditor
          draft={draft}
          detail={detail}
          templates={templatesFor(directory, detail.case, { kind: 'reply', ground: null }).map((template) => ({
            id: template.id,
            name: template.name,
            text: filledFor(template, detail.case, directory),
          }))}
        />
      )
    case 'submitted':
    case 'published':
      return <SubmittedReply detail={detail} directory={directory} published={mode === 'published'} />
    case 'not_yours':
      return <p className={styles.quiet}>{t('reply.notYours')}</p>
    case 'not_yet':
      return <p className={styles.quiet}>{t('reply.notYet')}</p>
  }
}

function NotesTab({ detail, directory }: PartProps) {
  const { t } = useTranslation()
  const notes = detail.events.filter((event) => event.kind === 'note' || event.kind === 'visit')
  return <Timeline events={notes} files={detail.files} directory={directory} empty={t('case.notesEmpty')} />
}

/** The right side of the case: deadlines on top, commands in their fixed place, then the reply and the notes. */
export function OfficerSide({ detail, directory }: PartProps) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<string | null>('reply')
  const runner = useRunCommand(detail.case.id)
  const draft = useDraft(detail)
  const otherCount = historyCount(detail.case)
  const printing = usePrinting()
  const noteCount = detail.events.filter((event) => event.kind === 'note' || event.kind === 'visit').length
  const submitReply: ReplyInHand['submit'] = async (given) => {
    const text = canonicalReply(draft.text)
    if (!isEmptyReply(text)) await draft.flush()
    const hash = await replyHash(text)
    const { submitted } = revisionsOf(detail)
    return runner.run('submitReply', { revision: submitted, text, hash, ...given, gateShown: true })
  }
  return (
    <div className={styles.officer}>
      <CommandBar
        detail={detail}
        directory={directory}
        runner={runner}
        reply={{ text: draft.text, submit: submitReply }}
      />
      <div className={styles.scroll}>
        <DeadlinePanel detail={detail} directory={directory} />
        <PendingList pending={detail.pending} />
        <StandingNotices detail={detail} directory={directory} />
        {detail.case.proposal?.kind === 'refusal' && (
          <RefusalProposal proposal={detail.case.proposal} directory={directory} />
        )}
        <Tabs value={tab} onChange={setTab} className={styles.tabs ?? ''} keepMounted={false}>
          <Tabs.List aria-label={t('case.tabs')}>
            <Tabs.Tab value="reply">{t('case.tabReply')}</Tabs.Tab>
            <Tabs.Tab value="notes">
              {t('case.tabNotes')}
              {noteCount > 0 && ` ${noteCount}`}
            </Tabs.Tab>
            <Tabs.Tab value="others">
              {t('standing.tab')}
              {otherCount > 0 && ` ${otherCount}`}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="reply" className={styles.panel ?? ''}>
            <ReplyTab detail={detail} directory={directory} draft={draft} />
          </Tabs.Panel>
          <Tabs.Panel value="notes" className={styles.panel ?? ''}>
            <NotesTab detail={detail} directory={directory} />
          </Tabs.Panel>
          <Tabs.Panel value="others" className={styles.panel ?? ''}>
            <StandingHistory detail={detail} directory={directory} />
          </Tabs.Panel>
        </Tabs>
        {printing && <PrintedReply detail={detail} directory={directory} draftText={draft.text} />}
      </div>
    </div>
  )
}
