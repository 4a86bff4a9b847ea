import type { ChangeState } from '../../src/household/account/account.ts'
import { previousAccounts, sharedWith, type AccountChange } from '../../src/household/account/queries.ts'
import { maskAccount, maskName } from '../../src/household/mask.ts'
import { hashOfAccount, namedAccounts } from '../../src/household/vault/account/queries.ts'
import type { CashLine } from '../../src/income/cash/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { OrganisationAccount } from '../../src/organisation/account/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Moment, Money, monthWords } from '../components/amount.tsx'
import { Actions, Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import type { AccountWords } from './account-words.ts'

type ChangedAccount = { from: string; to: string; holder: string; others: number }
type Who = (key: string) => string

/** Numbers masked, before and after each change, and how many other households share the new one. */
export async function accountsOfChanges(context: Context, changes: readonly AccountChange[]): Promise<Map<string, ChangedAccount>> {
  const named = await namedAccounts(
    context,
    changes.map(({ id }) => id),
  )
  const before = await previousAccounts(context, changes)
  const hashes = [...named.values()].map(({ bankAccount }) => hashOfAccount(context, bankAccount))
  const shared = await sharedWith(context, hashes)
  return new Map(
    changes.map(({ id, householdId }) => {
      const to = named.get(id)
      const others = to ? (shared.get(hashOfAccount(context, to.bankAccount)) ?? []).filter((other) => other !== householdId).length : 0
      const from = before.get(id)
      return [id, { from: shown(from), to: shown(to), holder: maskName(to?.holder ?? ''), others }]
    }),
  )
}

function shown(account: { bankName: string; bankAccount: string } | undefined): string {
  return account ? `${account.bankName} ${maskAccount(account.bankAccount)}` : '—'
}

type ChangeProps = {
  change: AccountChange
  account: ChangedAccount
  name: string
  who: Who
  burst: number
  cancels: boolean
  state: ChangeState
  tried: { problem: Problem; values: Record<string, unknown> } | null
  text: AccountWords
}

const tones = { waiting: 'wait', in_force: 'good', cancelled: 'plain' } as const

/** One change: from, to, who, why, when; with what makes it worth a look. */
export function ChangeCard({ change, account, name, who, burst, cancels, state, tried, text }: ChangeProps) {
  const locale = useLocale()
  return (
    <Card title={maskName(name)} action={<Status tone={tones[state]}>{text.states[state]}</Status>}>
      {account.others > 0 && <Notice tone="bad" title={text.shared(account.others)} />}
      {burst > 0 && <Notice tone="wait" title={text.burst(burst)} />}
      <Facts
        facts={[
          [text.household, <a href={href(locale, `/office/households/${change.householdId}`)}>{maskName(name)}</a>],
          [text.from, account.from],
          [text.to, `${account.to} · ${account.holder}`],
          [text.reason, change.reason],
          [text.by, `${who(change.enteredBy)} · ${text.proofs[change.proof]}`],
          [text.entered, <Moment at={change.enteredAtMs} />],
          [text.effective, <Moment at={change.effectiveAtMs} />],
          ...(change.cancelReason ? [[text.cancelReason, change.cancelReason] as const] : []),
        ]}
      />
      {cancels && (
        <Form
          action={href(locale, `/office/accounts/${change.id}/cancellation`)}
          problem={tried?.problem ?? null}
          values={tried?.values ?? {}}
        >
          <Field label={text.cancelReason} name="reason" maxlength={200} />
          <Button kind="danger">{text.cancel}</Button>
        </Form>
      )}
    </Card>
  )
}

type OrganisationProps = { account: OrganisationAccount; who: Who; acts: boolean; problem: Problem | null; text: AccountWords }

/** An organisation's account that waits for a second person. */
export function OrganisationToConfirm({ account, who, acts, problem, text }: OrganisationProps) {
  const locale = useLocale()
  return (
    <Card title={text.organisations} action={<Status tone="wait">{text.toConfirm}</Status>}>
      <Facts
        facts={[
          [text.organisation, words(locale, account.organisationZh, account.organisationEn)],
          [text.account, `${account.bankName} ${account.bankAccount}`],
          [text.holder, account.holder],
          [text.reason, account.reason],
          [text.by, who(account.enteredBy)],
          [text.entered, <Moment at={account.enteredAtMs} />],
        ]}
      />
      {acts && (
        <Form action={href(locale, `/office/organisation-accounts/${account.id}`)} problem={problem}>
          <Actions>
            <Button name="decision" value="confirmed">
              {text.confirm}
            </Button>
            <Button kind="danger" name="decision" value="refused">
              {text.refuse}
            </Button>
          </Actions>
        </Form>
      )}
    </Card>
  )
}

type CashProps = { rows: readonly CashLine[]; names: ReadonlyMap<string, string>; who: Who; text: AccountWords }

/** Cash handed out: to whom, how much, by whom, and by which proof it counts as received. */
export function CashHandedOut({ rows, names, who, text }: CashProps) {
  const locale = useLocale()
  return (
    <Table
      caption={text.cash}
      captionHidden
      rows={rows}
      columns={[
        { label: text.household, cell: ({ householdId }) => maskName(names.get(householdId) ?? householdId) },
        { label: text.organisation, cell: ({ organisationZh, organisationEn }) => words(locale, organisationZh, organisationEn) },
        { label: text.month, cell: ({ month }) => monthWords(locale, month) },
        { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
        { label: text.proof, cell: ({ proof }) => text.proofs[proof!] },
        { label: text.by, cell: ({ handedBy }) => who(handedBy!) },
        { label: text.handed, cell: ({ handedAtMs }) => <Moment at={handedAtMs!} /> },
      ]}
    />
  )
}
