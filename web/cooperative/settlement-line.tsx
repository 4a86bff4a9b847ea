import { accountsInForce } from '../../src/household/account/queries.ts'
import { maskAccount } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { chooseChannel, handOutCash } from '../../src/income/cash/commands.ts'
import { channelInput, handOutInput } from '../../src/income/cash/input.ts'
import { findHouseholdLine, type CashLine } from '../../src/income/cash/queries.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Moment, Money, monthWords } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { payoutWords, type PayoutWords } from './payout-words.ts'
import { isManager } from './settlements.tsx'
import { settlementWords } from './settlement-words.ts'

/** One household's line: how it is paid, and the hand-out of cash at the counter. */
export const settlementLines = newConsole()

settlementLines.get('/settlements/:id/lines/:line', (c) => linePage(c))

settlementLines.post('/settlements/:id/lines/:line/channel', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(channelInput, form)
  return done(c, form, async (context) => (input.ok ? chooseChannel(context, c.req.param('line'), input.value) : input))
})

settlementLines.post('/settlements/:id/lines/:line/cash', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(handOutInput, { pin: form['pin'] || null })
  const scan = form['signature'] instanceof File && form['signature'].size > 0 ? form['signature'] : null
  return done(c, form, async (context) => (input.ok ? handOutCash(context, c.req.param('line'), input.value, scan) : input))
})

async function done(c: ConsoleContext, form: Record<string, unknown>, command: (context: Context) => Promise<Result<string>>) {
  const line = await ownLine(c)
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return linePage(c, result.problem)
  return c.redirect(`${href(context.locale, `/coop/settlements/${line.settlementId}/lines/${line.id}`)}?done=1`, 303)
}

async function ownLine(c: ConsoleContext): Promise<CashLine> {
  const { county, actor } = c.var.context
  const line = found(await findHouseholdLine(county, actor, c.req.param('line')!, 'settlement.read'))
  if (line.organisationId !== c.var.organisation.id || line.settlementId !== c.req.param('id'))
    throw new Refusal({ code: 'not_found', facts: {} })
  return line
}

async function linePage(c: ConsoleContext, problem: Problem | null = null) {
  const { context } = c.var
  const { locale } = context
  const text = payoutWords[locale]
  const line = await ownLine(c)
  const [names, accounts] = await Promise.all([
    namesOf(context, [line.householdId]),
    accountsInForce(context, [line.householdId], context.clock.now()),
  ])
  const account = accounts.get(line.householdId)
  const name = names.get(line.householdId) ?? line.householdId
  const month = monthWords(locale, line.month)
  const settlement = `/coop/settlements/${line.settlementId}`
  const settled = settlementWords[locale]
  const page = (
    <ConsolePage c={c} title={`${name} · ${month}`}>
      <Breadcrumb
        crumbs={[{ label: settled.settlements, path: '/coop/settlements' }, { label: month, path: settlement }, { label: name }]}
      />
      <h1>
        {name} · {month}
      </h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <Card title={text.line}>
        <Facts
          facts={[
            [settled.amount, <Money fen={line.amountFen} />],
            [settled.state, settled.states.line[line.status]],
            [text.channel, text.channels[line.channel]],
            ...(line.channel === 'bank'
              ? [[text.account, account ? `${account.bankName} ${maskAccount(account.bankAccount)}` : text.noAccount] as const]
              : []),
            ...(line.handedAtMs === null ? [] : [[text.handedOut, <Handed line={line} text={text} />] as const]),
          ]}
        />
        <p>
          <a href={href(locale, `/coop/members/${line.householdId}/account`)}>{text.changeAccount}</a>
          {' · '}
          <a href={href(locale, `/coop/members/${line.householdId}/statement?period=${line.month}`)}>{text.statement}</a>
        </p>
      </Card>
      {line.status === 'draft' && line.channel === 'cash' && <HandOut line={line} problem={problem} text={text} />}
      {line.status === 'draft' && isManager(c) && (
        <Channel line={line} problem={problem?.field || problem?.fields ? null : problem} text={text} />
      )}
    </ConsolePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

function Handed({ line, text }: { line: CashLine; text: PayoutWords }) {
  return (
    <>
      <Moment at={line.handedAtMs!} /> · {text.proofs[line.proof!]}
    </>
  )
}

type ActionProps = { line: CashLine; problem: Problem | null; text: PayoutWords }

function HandOut({ line, problem, text }: ActionProps) {
  const path = `/coop/settlements/${line.settlementId}/lines/${line.id}/cash`
  const ready = line.settlementStatus === 'approved' || line.settlementStatus === 'exported'
  return (
    <Card title={text.handOut}>
      {ready ? (
        <Form action={href(useLocale(), path)} files problem={problem}>
          <p>{text.handOutHint(`¥${yuan(line.amountFen)}`)}</p>
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
          <Button>{text.handOutSend}</Button>
        </Form>
      ) : (
        <p class="hint">{text.handOutWait}</p>
      )}
    </Card>
  )
}

function Channel({ line, problem, text }: ActionProps) {
  const path = `/coop/settlements/${line.settlementId}/lines/${line.id}/channel`
  const other = line.channel === 'bank' ? 'cash' : 'bank'
  return (
    <Card title={text.channel}>
      <Form action={href(useLocale(), path)} problem={problem}>
        <input type="hidden" name="channel" value={other} />
        {other === 'cash' && <p class="hint">{text.toCashHint}</p>}
        <Button kind="quiet">{other === 'cash' ? text.toCash : text.toBank}</Button>
      </Form>
    </Card>
  )
}
