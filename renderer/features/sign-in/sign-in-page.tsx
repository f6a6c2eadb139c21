import { SegmentedControl, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BridgeResult, SessionStateV1 } from '../../../shared/ipc/bridge.ts'
import { vietnamese } from '../../../shared/text/catalogues.ts'
import { ErrorState, LoadingState } from '../../components/screen-states.tsx'
import { useServices } from '../../platform/desk-services.tsx'
import { agencyNameOf, groupAccounts, matchingAccounts, teamNameOf } from './account-list.ts'
import type { DevAccount } from './account-list.ts'
import styles from './sign-in.module.css'

type FailureCode = Extract<BridgeResult<'session:sign-in'>, { ok: false }>['code']
type Listing =
  | Readonly<{ kind: 'loading' }>
  | Readonly<{ kind: 'failed'; code: FailureCode }>
  | Readonly<{ kind: 'here'; accounts: readonly DevAccount[] }>

type RoleWord = keyof typeof vietnamese.words.role
const isRole = (role: string): role is RoleWord => Object.hasOwn(vietnamese.words.role, role)

/** The server's sample accounts, asked anew each time the page opens. */
function useAccounts(): { listing: Listing; reload: () => void } {
  const { bridge } = useServices()
  const query = useQuery({
    queryKey: ['accounts'],
    queryFn: () => bridge.call('session:list-accounts'),
    gcTime: 0,
    retry: false,
  })
  const reload = () => void query.refetch()
  if (query.isFetching) return { listing: { kind: 'loading' }, reload }
  if (query.data === undefined) return { listing: { kind: 'failed', code: 'server_error' }, reload }
  const { data } = query
  return { listing: data.ok ? { kind: 'here', accounts: data.accounts } : { kind: 'failed', code: data.code }, reload }
}

export type SignInPageProps = Readonly<{
  serverUrl: string
  reason: Extract<SessionStateV1, { phase: 'signed_out' }>['reason']
  onDone: () => void
}>

/** The dialog `Đăng nhập`: sample accounts with one click in development mode, else what failed and what to do. */
export function SignInPage({ serverUrl, reason, onDone }: SignInPageProps) {
  const { t } = useTranslation()
  const { bridge } = useServices()
  const accounts = useAccounts()
  const [busy, setBusy] = useState<string | null>(null)
  const [refused, setRefused] = useState<FailureCode | null>(null)
  const signIn = async (username: string) => {
    setBusy(username)
    try {
      const answer = await bridge.call('session:sign-in', { username })
      if (answer.ok) onDone()
      else setRefused(answer.code)
    } catch (reason) {
      console.error('sign_in_failed', reason)
      setRefused('server_error')
    } finally {
      setBusy(null)
    }
  }
  const pick = (username: string) => void signIn(username)
  const reload = () => {
    setRefused(null)
    accounts.reload()
  }
  const listing: Listing = refused === null ? accounts.listing : { kind: 'failed', code: refused }
  const reasonText = reason === 'never' ? '' : t(`signIn.reason.${reason}`)
  return (
    <div className={styles.page}>
      <dialog open aria-label={t('signIn.title')} className={styles.dialog}>
        <header className={styles.head}>
          <h1>{t('frame.product')}</h1>
          <p>{t('signIn.intro')}</p>
          <p className={styles.quiet}>{t('signIn.server', { url: serverUrl })}</p>
        </header>
        {reasonText !== '' && (
          <p className={styles.reason} role="note">
            {reasonText}
          </p>
        )}
        {listing.kind === 'loading' && <LoadingState />}
        {listing.kind === 'failed' && (
          <ErrorState
            title={t(`signIn.failure.${listing.code}`)}
            hint={t(`signIn.advice.${listing.code}`)}
            onRetry={reload}
          />
        )}
        {listing.kind === 'here' && <AccountPicker accounts={listing.accounts} busy={busy} onPick={pick} />}
      </dialog>
    </div>
  )
}

type PickerProps = Readonly<{
  accounts: readonly DevAccount[]
  busy: string | null
  onPick: (username: string) => void
}>

function AccountPicker({ accounts, busy, onPick }: PickerProps) {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [by, setBy] = useState<'agency' | 'role'>('agency')
  const roleName = (role: string) => (isRole(role) ? t(`words.role.${role}`) : role)
  const found = matchingAccounts(accounts, search, roleName)
  const groups = groupAccounts(found, (account) => {
    const held = account.roles[0]
    if (held === undefined) return t('frame.none')
    return by === 'agency' ? agencyNameOf(held) : roleName(held.role)
  })
  const describe = (account: DevAccount) =>
    account.roles
      .map((held) =>
        [roleName(held.role), by === 'role' ? agencyNameOf(held) : '', teamNameOf(held)]
          .filter((part) => part !== '')
          .join(', '),
      )
      .join(' · ')
  return (
    <>
      <p className={styles.quiet}>{accounts.length === 0 ? t('signIn.noAccounts') : t('signIn.sampleNotice')}</p>
      <div className={styles.tools}>
        <TextInput
          size="xs"
          className={styles.search ?? ''}
          aria-label={t('signIn.search')}
          placeholder={t('signIn.searchHint')}
          leftSection={<IconSearch size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-autofocus
        />
        <SegmentedControl
          size="xs"
          aria-label={t('signIn.groupBy')}
          value={by}
          onChange={(value) => setBy(value === 'role' ? 'role' : 'agency')}
          data={[
            { value: 'agency', label: t('signIn.byAgency') },
            { value: 'role', label: t('signIn.byRole') },
          ]}
        />
        <span className={styles.quiet} aria-live="polite">
          {busy === null ? t('signIn.accountCount', { n: found.length }) : t('signIn.signingIn')}
        </span>
      </div>
      <section className={styles.groups} aria-label={t('signIn.accounts')}>
        {found.length === 0 && accounts.length > 0 && <p className={styles.quiet}>{t('signIn.noMatch')}</p>}
        {groups.map((group) => (
          <section key={group.name} aria-label={group.name}>
            <h2>{group.name}</h2>
            <ul>
              {group.accounts.map((account) => (
                <li key={account.username}>
                  <button
                    type="button"
                    className={styles.account}
                    disabled={busy !== null}
                    onClick={() => onPick(account.username)}
                  >
                    <strong>{account.displayName}</strong>
                    <span>{describe(account)}</span>
                    <code>{account.username}</code>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
    </>
  )
}
