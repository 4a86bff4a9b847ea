import { versionsOf } from '../../src/contract/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { writeOff } from '../../src/settlement/commands/write-off.ts'
import { reservePaymentInput, writeOffInput } from '../../src/settlement/input.ts'
import { reserveStanding } from '../../src/settlement/posting/queries.ts'
import { Money } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, type Locale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { isManager } from './settlements.tsx'
import { settlementWords } from './settlement-words.ts'

const zh = {
  title: '退款准备金',
  intro: '已付出去的款，后来因拒付败诉、更正而不再应付的，由本主体先垫付，从以后的结算里抵回；不向农户要现金。垫付不能超过准备金。',
  reserve: '准备金',
  fronted: '已垫付、待抵扣',
  free: '还可垫付',
  payIn: '存入准备金',
  done: '已记入',
  writeOff: '协议到期核销',
  writeOffIntro: '协议到期后，再也抵扣不了的多付款，由本主体用准备金承担；农户不用退。',
  contract: '协议',
  reason: '原因',
  writeOffSend: '核销',
}
const en: typeof zh = {
  title: 'Refund reserve',
  intro:
    'Money that was paid out and is no longer due after a lost dispute or a correction is laid out by the organisation and set off against later dues; no household is asked for cash. No more can be laid out than the reserve holds.',
  reserve: 'Reserve',
  fronted: 'Laid out, to be set off',
  free: 'Still free',
  payIn: 'Pay into the reserve',
  done: 'Recorded',
  writeOff: 'Write off when a contract has ended',
  writeOffIntro:
    'What was paid beyond what is due and can no longer be set off is borne by the organisation from its reserve; no household pays it back.',
  contract: 'Contract',
  reason: 'Why',
  writeOffSend: 'Write off',
}
const dictionary: Record<Locale, typeof zh> = { zh, en }

/** What the organisation sets aside to lay out, and what it has laid out. */
export const reserve = newConsole()

reserve.get('/reserve', (c) => reservePage(c))

reserve.post('/reserve-payments', async (c) => {
  const form = await c.req.parseBody()
  const typed = form['amountFen']
  const amountFen = typeof typed === 'string' ? (parseYuan(typed) ?? 0) : 0
  const input = parseInput(reservePaymentInput, { ...form, amountFen, organisationId: c.var.organisation.id })
  const context = await formOnce(c, c.var.context, form)
  const result = input.ok ? await once(context, 'county', () => recordReservePayment(context, input.value)) : input
  if (!result.ok) return reservePage(c, { form: 'payIn', problem: result.problem, values: form })
  return c.redirect(href(context.locale, '/coop/reserve?done=1'), 303)
})

reserve.post('/write-offs', async (c) => {
  const form = await c.req.parseBody()
  const input = parseInput(writeOffInput, form)
  const context = await formOnce(c, c.var.context, form)
  const result = input.ok ? await once(context, 'county', () => writeOff(context, input.value)) : input
  if (!result.ok) return reservePage(c, { form: 'writeOff', problem: result.problem, values: form })
  return c.redirect(href(context.locale, '/coop/reserve?done=1'), 303)
})

type Tried = { form: 'payIn' | 'writeOff'; problem: Problem; values: Record<string, unknown> }

async function reservePage(c: ConsoleContext, tried: Tried | null = null) {
  const { context, organisation } = c.var
  const text = dictionary[context.locale]
  const fields = settlementWords[context.locale]
  const today = localDate(context.clock.now())
  const { frontedFen, reserveFen } = await reserveStanding(context.county, organisation.id)
  const titles = (await versionsOf(context.county, organisation.id)).map(({ contractId, title }) => [contractId, title] as const)
  const contracts = [...new Map(titles)].map(([value, label]) => ({ value, label }))
  const page = (
    <ConsolePage c={c} title={text.title}>
      <Breadcrumb crumbs={[{ label: fields.settlements, path: '/coop/settlements' }, { label: text.title }]} />
      <h1>{text.title}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <p>{text.intro}</p>
      <Figures>
        <Figure label={text.reserve}>
          <Money fen={reserveFen} />
        </Figure>
        <Figure label={text.fronted}>
          <Money fen={frontedFen} />
        </Figure>
        <Figure label={text.free}>
          <Money fen={Math.max(0, reserveFen - frontedFen)} />
        </Figure>
      </Figures>
      {isManager(c) && (
        <Card title={text.payIn}>
          <Form action={href(context.locale, '/coop/reserve-payments')} {...(tried?.form === 'payIn' ? tried : {})}>
            <Field label={fields.payInAmount} name="amountFen" inputmode="decimal" unit={fields.yuanUnit} />
            <Field label={fields.payInReference} name="bankReference" maxlength={64} />
            <Field label={fields.payInOn} name="paidOn" type="date" value={today} max={today} />
            <Button>{text.payIn}</Button>
          </Form>
        </Card>
      )}
      {isManager(c) && contracts.length > 0 && (
        <Card title={text.writeOff}>
          <Form action={href(context.locale, '/coop/write-offs')} {...(tried?.form === 'writeOff' ? tried : {})}>
            <p class="hint">{text.writeOffIntro}</p>
            <Select label={text.contract} name="contractId" options={contracts} />
            <Field label={text.reason} name="reason" maxlength={200} />
            <Button kind="quiet">{text.writeOffSend}</Button>
          </Form>
        </Card>
      )}
    </ConsolePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}
