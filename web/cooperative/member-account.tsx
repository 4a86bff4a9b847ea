import type { Context as HonoContext } from 'hono'
import { stateOf } from '../../src/household/account/account.ts'
import { newAccountInput, cancellationInput } from '../../src/household/account/input.ts'
import { accountsInForce, changesOf, type AccountChange } from '../../src/household/account/queries.ts'
import { maskAccount } from '../../src/household/mask.ts'
import { namedAccounts } from '../../src/household/vault/account/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf, type AppEnv } from '../../src/http/request.ts'
import { besides, parsePeriod, type Period } from '../../src/income/statement/period.ts'
import { loadStatement } from '../../src/income/statement/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { localDate, localMinute, monthOf } from '../../src/kernel/time.ts'
import { cancelMemberAccount, changeMemberAccount } from '../../src/organisation/account/commands.ts'
import { findMember, type Member } from '../../src/organisation/queries.ts'
import { found } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { asset } from '../components/asset.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { CardShell } from '../household/shell.tsx'
import { periodWords, sheetStyle, StatementSheet } from '../registry/statement-sheet.tsx'
import { statementWords } from '../registry/statement-words.ts'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { payoutWords, type PayoutWords } from './payout-words.ts'
import { isManager } from './settlements.tsx'

/** A member's bank account, changed with the household present, and its account statement on paper. */
export const memberAccounts = newConsole()

memberAccounts.get('/members/:id/account', (c) => accountPage(c))

memberAccounts.post('/members/:id/account', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(newAccountInput, { ...form, pin: form['pin'] || null })
  const scan = form['signature'] instanceof File && form['signature'].size > 0 ? form['signature'] : null
  return done(c, form, async (context) =>
    input.ok ? changeMemberAccount(context, c.var.organisation.id, c.req.param('id'), input.value, scan) : input,
  )
})

memberAccounts.post('/members/:id/account/:change/cancellation', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(cancellationInput, form)
  return done(c, form, async (context) =>
    input.ok ? cancelMemberAccount(context, c.var.organisation.id, c.req.param('change'), input.value) : input,
  )
})

memberAccounts.get('/members/:id/statement', async (c) => {
  const { context, organisation } = c.var
  const { county, locale, clock } = context
  const row = found(await findMember(context, organisation.id, c.req.param('id')))
  const period = parsePeriod(c.req.query('period') ?? '') ?? parsePeriod(monthOf(localDate(clock.now())))!
  const statement = await loadStatement(county, row.householdId, period, organisation.id)
  const title = statementWords[locale].of(row.name, periodWords(locale, period.text))
  c.header('cache-control', 'no-store')
  return c.html(
    <CardShell c={c as unknown as HonoContext<AppEnv>} title={title} style={sheetStyle}>
      <h1>{title}</h1>
      <p class="soft">{locale === 'zh' ? organisation.nameZh : organisation.nameEn}</p>
      <StatementSheet statement={statement} />
      <Around path={`/coop/members/${row.householdId}`} name={row.name} period={period} />
      <script type="module" src={asset('/islands/print.js')} />
    </CardShell>,
  )
})

function Around({ path, name, period }: { path: string; name: string; period: Period }) {
  const locale = useLocale()
  const { before, after } = besides(period)
  const others = [before, after, ...(period.text.length > 4 ? [period.text.slice(0, 4)] : [])]
  return (
    <p class="pages">
      <button type="button" data-print hidden>
        {statementWords[locale].print}
      </button>{' '}
      {others.map((text) => (
        <>
          <a href={href(locale, `${path}/statement?period=${text}`)}>{periodWords(locale, text)}</a>{' '}
        </>
      ))}
      <a href={href(locale, path)}>{name}</a>
    </p>
  )
}

async function done(c: ConsoleContext, form: Record<string, unknown>, command: (context: Context) => Promise<Result<string>>) {
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return accountPage(c, result.problem, form)
  return c.redirect(`${href(context.locale, `/coop/members/${c.req.param('id')}/account`)}?done=1`, 303)
}

async function accountPage(c: ConsoleContext, problem: Problem | null = null, values: Record<string, unknown> = {}) {
  const { context, organisation } = c.var
  const text = payoutWords[context.locale]
  const row = found(await findMember(context, organisation.id, c.req.param('id')!))
  const now = context.clock.now()
  const [accounts, changes] = await Promise.all([
    accountsInForce(context, [row.householdId], now),
    changesOf(context.county, row.householdId),
  ])
  const account = accounts.get(row.householdId)
  const waiting = changes.find((change) => stateOf(change, now) === 'waiting')
  const named = waiting ? (await namedAccounts(context, [waiting.id])).get(waiting.id) : undefined
  const page = (
    <ConsolePage c={c} title={text.changeAccount}>
      <Breadcrumb crumbs={[{ label: row.name, path: `/coop/members/${row.householdId}` }, { label: text.changeAccount }]} />
      <h1>{text.changeAccount}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <Card title={text.changeNow}>
        {account ? (
          <Facts
            facts={[
              [text.bankName, account.bankName],
              [text.bankAccount, maskAccount(account.bankAccount)],
              [text.holder, account.holder],
            ]}
          />
        ) : (
          <p>{text.none}</p>
        )}
      </Card>
      {waiting ? (
        <Waiting
          row={row}
          change={waiting}
          to={`${named?.bankName ?? ''} ${maskAccount(named?.bankAccount ?? '')} ${named?.holder ?? ''}`}
          cancels={isManager(c)}
          problem={problem}
          text={text}
        />
      ) : (
        <ChangeForm problem={problem} values={values} text={text} />
      )}
    </ConsolePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

type WaitingProps = { row: Member; change: AccountChange; to: string; cancels: boolean; problem: Problem | null; text: PayoutWords }

function Waiting({ row, change, to, cancels, problem, text }: WaitingProps) {
  const path = `/coop/members/${row.householdId}/account/${change.id}/cancellation`
  return (
    <Card title={text.waiting(localMinute(change.effectiveAtMs))}>
      <Facts
        facts={[
          [text.waitingTo, to],
          [text.changeReason, change.reason],
          [text.proof, text.proofs[change.proof]],
        ]}
      />
      {cancels && (
        <Form action={href(useLocale(), path)} problem={problem}>
          <Field label={text.cancelReason} name="reason" maxlength={200} />
          <Button kind="danger">{text.cancel}</Button>
        </Form>
      )}
    </Card>
  )
}

function ChangeForm({ problem, values, text }: { problem: Problem | null; values: Record<string, unknown>; text: PayoutWords }) {
  return (
    <Card title={text.changeAccount}>
      <Form files problem={problem} values={values}>
        <p class="hint">{text.changeLead}</p>
        <Field label={text.holder} name="holder" hint={text.holderHint} maxlength={30} autocomplete="off" />
        <Field label={text.bankName} name="bankName" maxlength={60} />
        <Field label={text.bankAccount} name="bankAccount" inputmode="numeric" autocomplete="off" maxlength={32} />
        <Field label={text.cnaps} name="cnaps" hint={text.cnapsHint} inputmode="numeric" maxlength={12} optional />
        <Field label={text.reason} name="reason" maxlength={200} />
        <Field
          label={text.pin}
          name="pin"
          type="password"
          inputmode="numeric"
          autocomplete="off"
          maxlength={6}
          hint={text.pinHint}
          optional
        />
        <Field label={text.signature} name="signature" type="file" accept="image/*,application/pdf" optional />
        <Button wide>{text.changeSend}</Button>
      </Form>
    </Card>
  )
}
