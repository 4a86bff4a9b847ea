import { once } from '../../src/platform/commit.ts'
import { found } from '../../src/platform/api.ts'
import { maskName } from '../../src/household/mask.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import { recountSettlement, type Recount } from '../../src/oversight/queries.ts'
import { parseInput } from '../../src/platform/input.ts'
import { approveSettlement } from '../../src/settlement/commands/approve-settlement.ts'
import { rejectSettlement } from '../../src/settlement/commands/reject-settlement.ts'
import { rejectionInput } from '../../src/settlement/input.ts'
import { findSettlement, lineTotals, listSettlements, type SettlementRow } from '../../src/settlement/queries.ts'
import { Day, Moment, Money, monthWords } from '../components/amount.tsx'
import { Actions, Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { surplusSection } from '../registry/surplus-section.tsx'
import { dictionary as surplusWords } from '../registry/surplus-words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'
import { PayoutTrail } from './payout-trail.tsx'
import { dictionary, type OfficeWords } from './words.ts'

const tones = { draft: 'plain', notice: 'wait', approved: 'wait', exported: 'wait', closed: 'good', rejected: 'bad' } as const

/** The settlements in reach, the latest first. */
export async function settlementsPage(c: OfficeContext) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const rows = await listSettlements(county, actor)
  return c.html(
    <OfficePage c={c} title={text.settlements} wide>
      <h1>{text.settlements}</h1>
      {rows.length === 0 ? (
        <Empty icon="coin" title={text.noSettlements}>
          {text.noSettlementsNext}
        </Empty>
      ) : (
        <Settlements rows={rows} text={text} />
      )}
    </OfficePage>,
  )
}

function Settlements({ rows, text }: { rows: SettlementRow[]; text: OfficeWords }) {
  const locale = useLocale()
  return (
    <Table
      caption={text.settlements}
      captionHidden
      rows={rows}
      columns={[
        { label: text.month, cell: ({ id, month }) => <a href={href(locale, `/office/settlements/${id}`)}>{monthWords(locale, month)}</a> },
        { label: text.organisation, cell: ({ organisationZh, organisationEn }) => words(locale, organisationZh, organisationEn) },
        { label: surplusWords[locale].kind, cell: ({ kind }) => surplusWords[locale].settlementKinds[kind] },
        { label: text.state, cell: ({ status }) => <Status tone={tones[status]}>{text.states.settlement[status]}</Status> },
        { label: text.lines, cell: ({ lines }) => lines, numeric: true },
        { label: text.total, cell: ({ totalFen }) => <Money fen={totalFen} />, numeric: true },
      ]}
    />
  )
}

/** One settlement: where it stands, what it pays to whom, and the same figures counted again. */
export async function settlementPage(c: OfficeContext, problem: Problem | null = null, values: Record<string, unknown> = {}) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const id = c.req.param('id')!
  // Counting again reads the organisation's whole history, so it waits until somebody asks.
  const recount = c.req.query('recount') ? found(await recountSettlement(county, actor, id)) : null
  const settlement = found(recount?.settlement ?? (await findSettlement(county, actor, id, 'oversight.read')))
  const totals = await lineTotals(county, settlement.id)
  const title = `${words(locale, settlement.organisationZh, settlement.organisationEn)} · ${monthWords(locale, settlement.month)}`
  const page = (
    <OfficePage c={c} title={title} wide>
      <Breadcrumb crumbs={[{ label: text.settlements, path: '/office/settlements' }, { label: monthWords(locale, settlement.month) }]} />
      <h1>{title}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <div class="two">
        <Card title={text.total}>
          <Head settlement={settlement} text={text} />
          <Table
            caption={text.lines}
            captionHidden
            rows={totals}
            columns={[
              { label: text.payee, cell: ({ party }) => text.parties[party] },
              { label: text.state, cell: ({ status }) => text.states.line[status] },
              { label: text.lines, cell: ({ lines }) => lines, numeric: true },
              { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
            ]}
            totals={[text.total, '', settlement.lines, <Money fen={settlement.totalFen} />]}
          />
        </Card>
        <Decision c={c} settlement={settlement} problem={problem} values={values} text={text} />
      </div>
      {settlement.kind === 'surplus' && (await surplusSection(c.var.context, settlement.id, maskName))}
      <PayoutTrail context={c.var.context} settlementId={settlement.id} />
      <RecountCard id={id} recount={recount} text={text} />
    </OfficePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

function Head({ settlement, text }: { settlement: SettlementRow; text: OfficeWords }) {
  const { kind, status, asOfOn, noticeUntilMs, rejectedReason } = settlement
  const { kind: kindLabel, settlementKinds } = surplusWords[useLocale()]
  return (
    <Facts
      facts={[
        [kindLabel, settlementKinds[kind]],
        [text.state, <Status tone={tones[status]}>{text.states.settlement[status]}</Status>],
        [text.asOf, <Day on={asOfOn} />],
        ...(noticeUntilMs ? [[text.noticeUntil, <Moment at={noticeUntilMs} />] as const] : []),
        ...(rejectedReason ? [[text.rejectReason, rejectedReason] as const] : []),
      ]}
    />
  )
}

type DecisionProps = {
  c: OfficeContext
  settlement: SettlementRow
  problem: Problem | null
  values: Record<string, unknown>
  text: OfficeWords
}

function Decision({ c, settlement, problem, values, text }: DecisionProps) {
  const { actor, clock, locale } = c.var.context
  const decides = actor.kind === 'user' && actor.grants.some(({ role }) => role === 'office')
  if (!decides || !['draft', 'notice'].includes(settlement.status)) return null
  const path = `/office/settlements/${settlement.id}`
  const waits = settlement.status === 'notice' && (settlement.noticeUntilMs ?? 0) > clock.now()
  return (
    <Card title={text.decision}>
      {problem && problem.field === undefined && problem.fields === undefined && (
        <Notice tone="bad" title={problemWords(problem, locale)} />
      )}
      {waits && (
        <p>
          {text.approveAfter} <Moment at={settlement.noticeUntilMs!} />
        </p>
      )}
      {settlement.status === 'notice' && !waits && (
        <Form action={href(locale, `${path}/approval`)}>
          <p class="hint">{text.approveHint}</p>
          <Button>{text.approve}</Button>
        </Form>
      )}
      <Form action={href(locale, `${path}/rejection`)} problem={problem?.fields ? problem : null} values={values}>
        <Field label={text.rejectReason} name="reason" maxlength={200} />
        <Button kind="danger">{text.reject}</Button>
      </Form>
    </Card>
  )
}

type RecountProps = { id: string; recount: Recount | null; text: OfficeWords }

/** Offers to count again and, once asked, says what came out. */
function RecountCard({ id, recount, text }: RecountProps) {
  return (
    <section class="card" id="recount">
      <header>
        <h2>{text.recountTitle}</h2>
      </header>
      <p>{text.recountHow}</p>
      {recount && <Recounted recount={recount} text={text} />}
      <Actions>
        <LinkButton path={`/office/settlements/${id}?recount=1#recount`} kind={recount ? 'quiet' : 'primary'}>
          {recount ? text.recountAgain : text.recount}
        </LinkButton>
      </Actions>
    </section>
  )
}

function Recounted({ recount: { differences, figures }, text }: { recount: Recount; text: OfficeWords }) {
  if (differences.length === 0) return <Notice tone="good" title={text.recountGood(figures)} />
  return (
    <>
      <Notice tone="bad" title={text.recountBad(differences.length)} />
      <Table
        caption={text.recountBad(differences.length)}
        captionHidden
        rows={differences.slice(0, 200)}
        columns={[
          { label: text.figure, cell: ({ figure }) => figure },
          { label: text.stored, cell: ({ storedFen }) => <Money fen={storedFen} />, numeric: true },
          { label: text.recounted, cell: ({ recountedFen }) => <Money fen={recountedFen} />, numeric: true },
          { label: text.difference, cell: ({ storedFen, recountedFen }) => <Money fen={storedFen - recountedFen} />, numeric: true },
        ]}
      />
    </>
  )
}

/** The office approves a settlement whose notice is over. */
export async function approve(c: OfficeContext) {
  return decide(c, (context, id) => approveSettlement(context, id))
}

/** The office sends a settlement back with a reason. */
export async function reject(c: OfficeContext) {
  return decide(c, async (context, id, form) => {
    const input = parseInput(rejectionInput, form)
    return input.ok ? rejectSettlement(context, id, input.value) : input
  })
}

type Decide = (context: OfficeContext['var']['context'], id: string, form: Record<string, unknown>) => Promise<Result<string>>

async function decide(c: OfficeContext, command: Decide) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const id = c.req.param('id')!
  found(await findSettlement(context.county, context.actor, id, 'oversight.read'))
  const result = await once(context, 'county', () => command(context, id, form))
  if (!result.ok) return settlementPage(c, result.problem, form)
  return c.redirect(`${href(context.locale, `/office/settlements/${id}`)}?done=1`, 303)
}
