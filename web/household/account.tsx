import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { stateOf } from '../../src/household/account/account.ts'
import { cancelAccountChange } from '../../src/household/account/commands.ts'
import { changesOf, findChange, type AccountChange } from '../../src/household/account/queries.ts'
import { maskAccount } from '../../src/household/mask.ts'
import { namedAccounts } from '../../src/household/vault/account/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { problems, problemWords, type Problem } from '../../src/kernel/problem.ts'
import { dayMs, localMinute } from '../../src/kernel/time.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { OnceField } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { CardShell, privately } from './shell.tsx'
import { dictionary } from './words.ts'

type Shown = AccountChange & { masked: string; holder: string }

/** Changes of the household's account that wait, or came into force or were cancelled within 30 days; with masked numbers. */
export async function shownChanges(context: Context, householdId: string): Promise<Shown[]> {
  const now = context.clock.now()
  const all = await changesOf(context.county, householdId)
  const recent = all.filter(({ effectiveAtMs }) => effectiveAtMs > now - 30 * dayMs)
  const accounts = await namedAccounts(
    context,
    recent.map(({ id }) => id),
  )
  return recent.map((change) => {
    const account = accounts.get(change.id)
    return Object.assign(change, { masked: maskAccount(account?.bankAccount ?? ''), holder: account?.holder ?? '' })
  })
}

/** What the card says of them: where money will go, from when, why; and the way to say "I did not ask for this". */
export function AccountChanges({ changes, now }: { changes: readonly Shown[]; now: number }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <>
      {changes.map((change) => {
        const state = stateOf(change, now)
        return (
          <p class={state === 'waiting' ? 'note bad' : 'note'}>
            {text.accountStates[state](change.masked, localMinute(change.effectiveAtMs))}{' '}
            {text.accountWhy(change.reason, text.proofs[change.proof])}
            {state === 'waiting' && (
              <>
                {' '}
                <a href={href(locale, `/card/accounts/${change.id}`)}>{text.notMine}</a>
              </>
            )}
          </p>
        )
      })}
    </>
  )
}

/** Asks whether the change shall be taken back, and why. */
export async function cancelChangePage(c: HonoContext<AppEnv>, problem: Problem | null = null) {
  const { context } = c.var
  const { actor, locale } = context
  if (actor.kind !== 'household') return c.redirect(href(locale, '/card'), 303)
  const change = found(await findChange(context.county, c.req.param('id')!))
  if (change.householdId !== actor.householdId) throw new Refusal({ code: 'not_found', facts: {} })
  const text = dictionary[locale]
  const account = (await namedAccounts(context, [change.id])).get(change.id)
  privately(c)
  return c.html(
    <CardShell c={c} title={text.notMine}>
      <h1>{text.notMine}</h1>
      <ul class="box">
        <li>
          {account?.bankName} {maskAccount(account?.bankAccount ?? '')}
        </li>
        <li>{text.accountWhy(change.reason, text.proofs[change.proof])}</li>
        <li>{text.accountFrom(localMinute(change.effectiveAtMs))}</li>
      </ul>
      <form method="post">
        <OnceField />
        {problem && (
          <p class="error" role="alert">
            {problemWords(problem, locale)}
          </p>
        )}
        <p class="say">
          <button class="no" type="submit">
            {text.cancelAccount}
          </button>
          <a class="b" href={href(locale, '/card')}>
            {text.back}
          </a>
        </p>
      </form>
    </CardShell>,
    problem ? problems[problem.code].status : 200,
  )
}

export async function cancelOwnChange(c: HonoContext<AppEnv>) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const reason = '农户在户卡上撤销'
  const cancelled = await once(context, 'county', () => cancelAccountChange(context, c.req.param('id')!, { reason }))
  if (!cancelled.ok) return cancelChangePage(c, cancelled.problem)
  return c.redirect(`${href(context.locale, '/card')}?said=cancelled`, 303)
}
