import { versionsOf } from '../../src/contract/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { localDate, monthOf } from '../../src/kernel/time.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { draftSettlement } from '../../src/settlement/commands/draft-settlement.ts'
import { recordGuaranteePayment } from '../../src/settlement/commands/record-guarantee-payment.ts'
import { guaranteePaymentInput, newSettlementInput } from '../../src/settlement/input.ts'
import { listSettlements, type SettlementRow } from '../../src/settlement/queries.ts'
import { Money, monthWords } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Table } from '../components/table.tsx'
import { dictionary as surplusWords } from '../registry/surplus-words.ts'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { Objections } from './settlement-objections.tsx'
import { payoutWords } from './payout-words.ts'
import { settlementWords, type SettlementWords } from './settlement-words.ts'

/** The settlements of the organisation: the list, a new draft, and guarantee money coming in. */
export const settlements = newConsole()

export const settlementTones = {
  draft: 'plain',
  notice: 'wait',
  approved: 'wait',
  exported: 'wait',
  closed: 'good',
  rejected: 'bad',
} as const

type Tried = { form: 'draft' | 'payment'; problem: Problem; values: Record<string, unknown> }

settlements.get('/settlements', (c) => listPage(c))

settlements.post('/settlements', async (c) => {
  const form = { ...(await c.req.parseBody()), organisationId: c.var.organisation.id }
  const input = parseInput(newSettlementInput, form)
  return answer(
    c,
    'draft',
    form,
    async (context) => (input.ok ? draftSettlement(context, input.value) : input),
    (id) => `/coop/settlements/${id}`,
  )
})

settlements.post('/guarantee-payments', async (c) => {
  const form = await c.req.parseBody()
  const typed = form['amountFen']
  const amountFen = typeof typed === 'string' ? (parseYuan(typed) ?? 0) : 0
  const input = parseInput(guaranteePaymentInput, { ...form, amountFen })
  return answer(
    c,
    'payment',
    form,
    async (context) => (input.ok ? recordGuaranteePayment(context, input.value) : input),
    () => '/coop/settlements?done=1',
  )
})

type Do = (context: Context) => Promise<Result<string>>

async function answer(c: ConsoleContext, name: Tried['form'], form: Record<string, unknown>, command: Do, next: (id: string) => string) {
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return listPage(c, { form: name, problem: result.problem, values: form })
  return c.redirect(href(context.locale, next(result.value)), 303)
}

async function listPage(c: ConsoleContext, tried: Tried | null = null) {
  const { context, organisation } = c.var
  const text = settlementWords[context.locale]
  const rows = await listSettlements(context.county, context.actor, organisation.id)
  const contracts = [...new Map((await versionsOf(context.county, organisation.id)).map(({ contractId, title }) => [contractId, title]))]
  const manages = isManager(c)
  const today = localDate(context.clock.now())
  const page = (
    <ConsolePage c={c} title={text.settlements} wide>
      <div class="row-between">
        <h1>{text.settlements}</h1>
        <Actions>
          <LinkButton path="/coop/account">{payoutWords[context.locale].own}</LinkButton>
          {organisation.kind === 'cooperative' && (
            <LinkButton path="/coop/surplus">{surplusWords[context.locale].settlementKinds.surplus}</LinkButton>
          )}
          <LinkButton path="/coop/reserve" kind="quiet">
            {text.reserve}
          </LinkButton>
        </Actions>
      </div>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <Objections c={c} />
      {rows.length === 0 ? (
        <Empty icon="coin" title={text.none}>
          {text.noneNext}
        </Empty>
      ) : (
        <List rows={rows} text={text} />
      )}
      {manages && (
        <div class="two">
          <DraftForm month={monthOf(today)} tried={tried?.form === 'draft' ? tried : null} text={text} />
          <PaymentForm contracts={contracts} today={today} tried={tried?.form === 'payment' ? tried : null} text={text} />
        </div>
      )}
    </ConsolePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

/** Whether the actor manages the organisation whose books are open, rather than keeping them. */
export function isManager(c: ConsoleContext): boolean {
  const { actor } = c.var.context
  return actor.kind === 'user' && actor.grants.some(({ role, scope }) => role === 'manager' && scope === c.var.organisation.id)
}

function List({ rows, text }: { rows: readonly SettlementRow[]; text: SettlementWords }) {
  const locale = useLocale()
  return (
    <Table
      caption={text.settlements}
      captionHidden
      rows={rows}
      columns={[
        { label: text.month, cell: ({ id, month }) => <a href={href(locale, `/coop/settlements/${id}`)}>{monthWords(locale, month)}</a> },
        { label: surplusWords[locale].kind, cell: ({ kind }) => surplusWords[locale].settlementKinds[kind] },
        { label: text.state, cell: ({ status }) => <Status tone={settlementTones[status]}>{text.states.settlement[status]}</Status> },
        { label: text.lines, cell: ({ lines }) => lines, numeric: true },
        { label: text.total, cell: ({ totalFen }) => <Money fen={totalFen} />, numeric: true },
      ]}
    />
  )
}

function DraftForm({ month, tried, text }: { month: string; tried: Tried | null; text: SettlementWords }) {
  return (
    <Card title={text.draft}>
      <Form action={href(useLocale(), '/coop/settlements')} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
        <p class="hint">{text.draftHint}</p>
        <Field label={text.month} name="month" type="month" value={month} max={month} />
        <Button>{text.draftSend}</Button>
      </Form>
    </Card>
  )
}

type PaymentFormProps = { contracts: [string, string][]; today: string; tried: Tried | null; text: SettlementWords }

function PaymentForm({ contracts, today, tried, text }: PaymentFormProps) {
  const locale = useLocale()
  return (
    <Card title={text.payIn}>
      {contracts.length === 0 ? (
        <p>{text.noContract}</p>
      ) : (
        <Form action={href(locale, '/coop/guarantee-payments')} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
          <Select label={text.contract} name="contractId" options={contracts.map(([value, label]) => ({ value, label }))} />
          <Field label={text.payInAmount} name="amountFen" inputmode="decimal" unit={text.yuanUnit} />
          <Field label={text.payInReference} name="bankReference" maxlength={64} hint={text.payInHint} />
          <Field label={text.payInOn} name="paidOn" type="date" value={today} max={today} />
          <Button>{text.payInSend}</Button>
        </Form>
      )}
    </Card>
  )
}
