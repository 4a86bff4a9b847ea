import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { cashLines } from '../../src/income/cash/queries.ts'
import { actorKey } from '../../src/kernel/actor.ts'
import { yuan } from '../../src/kernel/money.ts'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { localMinute } from '../../src/kernel/time.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import type { Context } from '../../src/platform/context.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { closeSettlement } from '../../src/settlement/commands/close-settlement.ts'
import { exportSettlement } from '../../src/settlement/commands/export-settlement.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { withPayees } from '../../src/settlement/payout/queries.ts'
import {
  contractSums,
  findPayoutFile,
  findSettlement,
  lineTotals,
  listLines,
  lotShares,
  partyNames,
  type LineRow,
  type SettlementRow,
} from '../../src/settlement/queries.ts'
import { Day, monthWords } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Steps, type Step } from '../components/steps.tsx'
import { surplusSection } from '../registry/surplus-section.tsx'
import { dictionary as surplusWords } from '../registry/surplus-words.ts'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { payoutWords } from './payout-words.ts'
import { CashCard } from './settlement-cash.tsx'
import { Files, sentAnswer } from './settlement-files.tsx'
import { isManager } from './settlements.tsx'
import { GuaranteeTable, LinesTable, LotsTable } from './settlement-tables.tsx'
import { settlementWords, type SettlementWords } from './settlement-words.ts'

/** One settlement of the organisation: where it stands, the next step, its lines, lots and guarantees. */
export const settlementPages = newConsole()

settlementPages.get('/settlements/:id', (c) => detailPage(c))

const commands: Record<string, (context: Context, id: string) => Promise<Result<string>>> = {
  notice: publishNotice,
  approval: approveSettlement,
  'payout-file': exportSettlement,
  closing: closeSettlement,
}

settlementPages.post('/settlements/:id/:step{notice|approval|payout-file|closing}', async (c) => {
  const { id, step } = c.req.param()
  const form = await c.req.parseBody()
  return taken(c, form, (context) => commands[step]!(context, id))
})

settlementPages.post('/settlements/:id/answers', async (c) => {
  const form = await c.req.parseBody()
  return taken(c, form, (context) => sentAnswer(context, c.req.param('id'), form))
})

async function taken(c: ConsoleContext, form: Record<string, unknown>, command: (context: Context) => Promise<Result<string>>) {
  const { id } = await ownSettlement(c)
  const context = await formOnce(c, c.var.context, form)
  const result = await once(context, 'county', () => command(context))
  if (!result.ok) return detailPage(c, result.problem)
  return c.redirect(`${href(context.locale, `/coop/settlements/${id}`)}?done=1`, 303)
}

/** The settlement of the path, if it belongs to the organisation whose books are open. */
export async function ownSettlement(c: ConsoleContext): Promise<SettlementRow> {
  const settlement = found(await findSettlement(c.var.context.county, c.var.context.actor, c.req.param('id')!))
  if (settlement.organisationId !== c.var.organisation.id) throw new Refusal({ code: 'not_found', facts: {} })
  return settlement
}

const pageSize = 50

async function detailPage(c: ConsoleContext, problem: Problem | null = null) {
  const { context } = c.var
  const { county, locale } = context
  const text = settlementWords[locale]
  const settlement = await ownSettlement(c)
  const after = c.req.query('after') ?? ''
  const lines = await withPayees(context, await listLines(county, settlement.id, { after, limit: pageSize }), context.clock.now())
  const without = lines.filter(({ status, channel, payee }) => status === 'draft' && channel === 'bank' && !payee).length
  const totals = await lineTotals(county, settlement.id)
  const path = `/coop/settlements/${settlement.id}`
  const heading = settlement.kind === 'surplus' ? surplusWords[locale].settlementKinds.surplus : text.settlements
  const title = `${heading} · ${monthWords(locale, settlement.month)}`
  const open = totals.filter(({ status }) => status === 'exported').reduce((sum, row) => sum + row.lines, 0)
  const page = (
    <ConsolePage c={c} title={title} wide>
      <Breadcrumb crumbs={[{ label: text.settlements, path: '/coop/settlements' }, { label: monthWords(locale, settlement.month) }]} />
      <h1>{title}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      {problem && <Notice tone="bad" title={problemWords(problem, locale)} />}
      {settlement.rejectedReason && <Notice tone="bad" title={text.rejected(settlement.rejectedReason)} />}
      <div class="two">
        <Card title={text.state}>
          <Steps label={text.state} steps={stepsOf(settlement, text)} />
          {isManager(c) && <NextStep {...{ c, settlement, open, problem, text }} />}
        </Card>
        <Card title={text.total}>
          <Summary settlement={settlement} totals={totals} text={text} />
          {isManager(c) && <Files file={await findPayoutFile(county, settlement.id)} path={path} />}
          <Actions>
            <LinkButton path={`${path}/board`}>{text.board}</LinkButton>
          </Actions>
        </Card>
      </div>
      <CashCard settlementId={settlement.id} lines={await cashLines(county, settlement.id)} context={context} />
      {settlement.kind === 'surplus' && (await surplusSection(context, settlement.id))}
      <Card title={text.lines}>
        {without > 0 && <Notice tone="wait" title={payoutWords[locale].noAccounts(without)} />}
        <LinesTable lines={lines} names={await namesOfLines(context, lines)} text={text} />
        <Pager first={after ? path : null} next={lines.length === pageSize ? `${path}?after=${lines.at(-1)!.id}` : null} />
      </Card>
      <LotsTable rows={await lotShares(county, settlement.id)} text={text} />
      <GuaranteeTable rows={await contractSums(county, settlement.id)} text={text} />
    </ConsolePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

/** Names by party id: households from the vault, organisations from the registry. */
export async function namesOfLines(context: Context, lines: readonly LineRow[]): Promise<Map<string, string>> {
  const idsOf = (household: boolean) => lines.filter(({ party }) => (party === 'household') === household).map(({ partyId }) => partyId)
  const organisations = await partyNames(context.county, idsOf(false))
  const own = organisations.map(({ id, nameZh, nameEn }) => [id, words(context.locale, nameZh, nameEn)] as const)
  return new Map([...(await namesOf(context, idsOf(true))), ...own])
}

function stepsOf(settlement: SettlementRow, text: SettlementWords): Step[] {
  const order = ['draft', 'notice', 'approved', 'exported', 'closed']
  const at = order.indexOf(settlement.status)
  const state = (index: number): Step['state'] => (index <= at ? 'done' : index === at + 1 ? 'now' : 'todo')
  const until = settlement.noticeUntilMs
  return [
    { label: text.made, detail: text.madeDetail, state: at >= 0 ? 'done' : 'todo' },
    { label: text.notice, detail: until ? text.noticeDetail(localMinute(until)) : text.noticeTodo, state: state(1) },
    { label: text.approval, detail: text.approvalDetail, state: state(2) },
    { label: text.export, detail: text.exportDetail, state: state(3) },
    { label: text.answer, detail: text.answerDetail, state: settlement.status === 'exported' ? 'now' : state(4) },
    { label: text.closing, detail: text.closingDetail, state: state(4) === 'now' ? 'todo' : state(4) },
  ]
}

type NextProps = { c: ConsoleContext; settlement: SettlementRow; open: number; problem: Problem | null; text: SettlementWords }

function NextStep({ c, settlement, open, problem, text }: NextProps) {
  const { actor, clock } = c.var.context
  const locale = useLocale()
  const action = (step: string) => href(locale, `/coop/settlements/${settlement.id}/${step}`)
  const form = (step: string, label: string) => (
    <Form action={action(step)}>
      <Button kind={step === 'closing' ? 'quiet' : 'primary'}>{label}</Button>
    </Form>
  )
  if (settlement.status === 'draft') return form('notice', text.noticeSend)
  if (settlement.status === 'notice') {
    const waits = settlement.madeBy === actorKey(actor) || (settlement.noticeUntilMs ?? 0) > clock.now()
    return waits ? <p class="hint">{text.approvalDetail}</p> : form('approval', text.approvalSend)
  }
  if (settlement.status === 'approved')
    return settlement.lines > 0 ? form('payout-file', text.exportSend) : form('closing', text.closingSend)
  if (settlement.status !== 'exported') return null
  return (
    <>
      <Form action={action('answers')} files problem={problem?.field || problem?.fields ? problem : null}>
        <Field label={text.answerFile} name="answer" type="file" accept=".csv,.xml,text/csv,application/xml" hint={text.answerHint} />
        <Button>{text.answerSend}</Button>
      </Form>
      {open > 0 ? <p class="hint">{text.closingWaits(open)}</p> : form('closing', text.closingSend)}
    </>
  )
}

type SummaryProps = { settlement: SettlementRow; totals: Awaited<ReturnType<typeof lineTotals>>; text: SettlementWords }

function Summary({ settlement, totals, text }: SummaryProps) {
  const rows = totals.map(
    ({ party, status, lines, amountFen }) =>
      [`${text.states.parties[party]} · ${text.states.line[status]}`, text.sum(lines, yuan(amountFen))] as const,
  )
  return (
    <Facts
      facts={[[text.asOf, <Day on={settlement.asOfOn} />], ...rows, [text.total, text.sum(settlement.lines, yuan(settlement.totalFen))]]}
    />
  )
}
