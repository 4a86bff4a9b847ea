import { stateOf } from '../../src/household/account/account.ts'
import { cancelAccountChange } from '../../src/household/account/commands.ts'
import { cancellationInput } from '../../src/household/account/input.ts'
import { bursts } from '../../src/household/account/lead.ts'
import { recentChanges } from '../../src/household/account/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { cashHandedOut } from '../../src/income/cash/queries.ts'
import { namesOfActors } from '../../src/identity/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { dayMs } from '../../src/kernel/time.ts'
import { decideOrganisationAccount } from '../../src/organisation/account/commands.ts'
import { accountDecisionInput } from '../../src/organisation/account/input.ts'
import { undecidedAccounts } from '../../src/organisation/account/queries.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Card } from '../components/figure.tsx'
import { href } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { accountWords } from './account-words.ts'
import { accountsOfChanges, CashHandedOut, ChangeCard, OrganisationToConfirm } from './account-tables.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'

type Tried = { id: string; problem: Problem; values: Record<string, unknown> }

/** Bank accounts that are changing: who, why and when, with numbers masked; and cash that was handed out. */
export async function accountsPage(c: OfficeContext, tried: Tried | null = null) {
  const { context } = c.var
  const { actor, county, locale, market } = context
  const text = accountWords[locale]
  const now = context.clock.now()
  const [changes, organisations, cash] = await Promise.all([
    recentChanges(county, actor, now, now - 90 * dayMs),
    undecidedAccounts(county, actor),
    cashHandedOut(county, actor),
  ])
  const households = [...changes, ...cash].map(({ householdId }) => householdId)
  const actors = [
    ...changes.map(({ enteredBy }) => enteredBy),
    ...organisations.map(({ enteredBy }) => enteredBy),
    ...cash.map(({ handedBy }) => handedBy!),
  ]
  const [names, people, accounts] = await Promise.all([
    namesOf(context, households),
    namesOfActors(market, actors),
    accountsOfChanges(context, changes),
  ])
  const many = bursts(changes)
  const acts = actor.kind === 'user' && actor.grants.some(({ role }) => role === 'office')
  const who = (key: string) => people.get(key) ?? (key.startsWith('household:') ? text.own : text.system)
  const page = (
    <OfficePage c={c} title={text.title} wide>
      <h1>{text.title}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <p>{text.lead}</p>
      {organisations.map((account) => (
        <OrganisationToConfirm
          account={account}
          who={who}
          acts={acts}
          problem={tried?.id === account.id ? tried.problem : null}
          text={text}
        />
      ))}
      {changes.length === 0 && <Empty icon="check" title={text.none} />}
      {changes.map((change) => (
        <ChangeCard
          change={change}
          account={accounts.get(change.id)!}
          name={names.get(change.householdId) ?? change.householdId}
          who={who}
          burst={many.get(change.enteredBy) ?? 0}
          cancels={acts && stateOf(change, now) === 'waiting'}
          state={stateOf(change, now)}
          tried={tried?.id === change.id ? tried : null}
          text={text}
        />
      ))}
      {cash.length > 0 && (
        <Card title={text.cash}>
          <CashHandedOut rows={cash} names={names} who={who} text={text} />
        </Card>
      )}
    </OfficePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

/** Takes a waiting change back. */
export async function cancelChange(c: OfficeContext) {
  const form = await c.req.parseBody()
  const input = parseInput(cancellationInput, form)
  return done(c, form, async (context) => (input.ok ? cancelAccountChange(context, c.req.param('id')!, input.value) : input))
}

/** Confirms or refuses an organisation's account. */
export async function decideAccount(c: OfficeContext) {
  const form = await c.req.parseBody()
  const input = parseInput(accountDecisionInput, form)
  return done(c, form, async (context) => (input.ok ? decideOrganisationAccount(context, c.req.param('id')!, input.value) : input))
}

async function done(c: OfficeContext, form: Record<string, unknown>, command: (context: Context) => Promise<Result<string>>) {
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return accountsPage(c, { id: c.req.param('id')!, problem: result.problem, values: form })
  return c.redirect(`${href(context.locale, '/office/accounts')}?done=1`, 303)
}
