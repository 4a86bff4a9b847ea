import type { Child } from 'hono/jsx'
import type { Fen } from '../../src/kernel/money.ts'
import { sumFen, yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { SurplusPlan } from '../../src/settlement/surplus/commands.ts'
import type { NewSurplus } from '../../src/settlement/surplus/input.ts'
import type { CapitalRow, capitalSums, listDeposits } from '../../src/settlement/surplus/queries.ts'
import { capitalKinds } from '../../src/settlement/surplus/surplus.ts'
import { Day, Money } from '../components/amount.tsx'
import { Actions, Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Table } from '../components/table.tsx'
import { DivisionCard, PartsCard } from '../registry/surplus-division.tsx'
import { dictionary as shared } from '../registry/surplus-words.ts'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './surplus-words.ts'

export type Tried = { form: 'surplus' | 'deposit' | 'capital' | 'again'; values: Record<string, unknown>; problem?: Problem }

export type SurplusShown = {
  heldFen: Fen
  unpaid: { households: number; amountFen: Fen }
  capital: Awaited<ReturnType<typeof capitalSums>>
  capitals: CapitalRow[]
  deposits: Awaited<ReturnType<typeof listDeposits>>
  names: ReadonlyMap<string, string>
  today: string
}

export type Planned = { terms: NewSurplus; plan: SurplusPlan }

type PageProps = { c: ConsoleContext; shown: SurplusShown; manages: boolean; tried: Tried | null; planned: Planned | null }

/** The surplus of a year: what is there, what dividing it gives, deposits and members' capital. */
export function SurplusPage({ c, shown, manages, tried, planned }: PageProps) {
  const text = dictionary[c.var.context.locale]
  const of = (form: Tried['form']) => (tried?.form === form ? tried : null)
  return (
    <ConsolePage c={c} title={text.title} wide>
      <Breadcrumb crumbs={[{ label: text.back, path: '/coop/settlements' }, { label: text.title }]} />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      <Standing shown={shown} />
      {manages && <DistributeForm shown={shown} tried={of('surplus')} planned={planned} />}
      {planned && <Result planned={planned} names={shown.names} />}
      {manages && shown.unpaid.households > 0 && <AgainForm unpaid={shown.unpaid} tried={of('again')} />}
      {manages && (
        <div class="two">
          <DepositForm today={shown.today} tried={of('deposit')} />
          <CapitalForm today={shown.today} tried={of('capital')} />
        </div>
      )}
      <Records shown={shown} />
    </ConsolePage>
  )
}

function Standing({ shown: { heldFen, capital } }: { shown: SurplusShown }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Figures>
      <Figure label={text.account}>
        <Money fen={heldFen} />
      </Figure>
      {capital.map(({ kind, members, shareFen }) => (
        <Figure label={shared[locale].kinds[kind]} note={text.members(members)}>
          <Money fen={shareFen} />
        </Figure>
      ))}
    </Figures>
  )
}

type DistributeProps = { shown: SurplusShown; tried: Tried | null; planned: Planned | null }

function DistributeForm({ shown, tried, planned }: DistributeProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const lastYear = String(Number(shown.today.slice(0, 4)) - 1)
  return (
    <Card title={text.distribute}>
      <Form action={href(locale, '/coop/surplus')} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
        <p class="hint">{text.distributeHint}</p>
        <div class="row">
          <Field label={text.year} name="year" inputmode="numeric" value={lastYear} maxlength={4} />
          <Field label={text.surplus} name="surplusFen" inputmode="decimal" unit={text.yuan} maxlength={14} />
        </div>
        <div class="row">
          <Field label={text.reserveShare} name="reserveBp" inputmode="decimal" unit="%" value="10" maxlength={6} />
          <Field label={text.volumeShare} name="volumeBp" inputmode="decimal" unit="%" value="60" hint={text.volumeHint} maxlength={6} />
        </div>
        <Actions>
          <Button name="step" value="preview" kind={planned && planned.plan.missingFen === 0 ? 'quiet' : 'primary'}>
            {text.preview}
          </Button>
          {planned && planned.plan.missingFen === 0 && (
            <Button name="step" value="draft">
              {text.draft}
            </Button>
          )}
        </Actions>
      </Form>
    </Card>
  )
}

function Result({ planned: { terms, plan }, names }: { planned: Planned; names: SurplusShown['names'] }) {
  const text = dictionary[useLocale()]
  const { parts, reserveFen, byVolumeFen, byCapitalFen } = plan.distribution!
  const tradeFen = sumFen(parts.map(({ volume }) => volume))
  const rows = parts.map(({ volume, ...part }) => ({ ...part, tradeFen: volume }))
  return (
    <section id="result">
      <Notice tone={plan.missingFen > 0 ? 'wait' : 'plain'} title={text.result}>
        <p>{text.lines(plan.lines.length, yuan(plan.totalFen))}</p>
        {plan.missingFen > 0 && <p>{text.missing(yuan(plan.missingFen))}</p>}
      </Notice>
      <DivisionCard division={{ ...terms, reserveFen, byVolumeFen, byCapitalFen, tradeFen }} />
      <PartsCard parts={rows.slice(0, 100)} names={names} members={rows.length} />
    </section>
  )
}

function AgainForm({ unpaid, tried }: { unpaid: SurplusShown['unpaid']; tried: Tried | null }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Card title={text.again}>
      <Form action={href(locale, '/coop/surplus/unpaid')} problem={tried?.problem ?? null}>
        <p>{text.againHint(unpaid.households, yuan(unpaid.amountFen))}</p>
        <Button kind="quiet">{text.draft}</Button>
      </Form>
    </Card>
  )
}

function DepositForm({ today, tried }: { today: string; tried: Tried | null }) {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <Card title={text.deposit}>
      <Form action={href(locale, '/coop/surplus/deposits')} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
        <Field label={text.amount} name="amountFen" inputmode="decimal" unit={text.yuan} maxlength={14} hint={text.depositHint} />
        <Field label={text.reference} name="bankReference" maxlength={64} />
        <Field label={text.paidOn} name="paidOn" type="date" value={today} max={today} />
        <Button kind="quiet">{text.record}</Button>
      </Form>
    </Card>
  )
}

function CapitalForm({ today, tried }: { today: string; tried: Tried | null }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const options = capitalKinds.map((value) => ({ value, label: shared[locale].kinds[value] }))
  return (
    <Card title={text.capital}>
      <Form action={href(locale, '/coop/surplus/capitals')} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
        <p class="hint">{text.capitalHint}</p>
        <div class="row">
          <Field label={text.member} name="member" inputmode="numeric" maxlength={7} />
          <Select label={text.kind} name="kind" options={options} />
        </div>
        <div class="row">
          <Field label={text.share} name="shareFen" inputmode="decimal" unit={text.yuan} maxlength={12} />
          <Field label={text.fromOn} name="fromOn" type="date" value={today} max={today} />
        </div>
        <Field label={text.document} name="document" hint={text.documentHint} maxlength={80} />
        <Button kind="quiet">{text.record}</Button>
      </Form>
    </Card>
  )
}

function Records({ shown: { capitals, deposits, names } }: { shown: SurplusShown }): Child {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <div class="two">
      {deposits.length > 0 && (
        <Card title={text.deposits}>
          <Table
            caption={text.deposits}
            captionHidden
            rows={deposits}
            columns={[
              { label: text.reference, cell: ({ bankReference }) => bankReference },
              { label: text.paidOn, cell: ({ paidOn }) => <Day on={paidOn} /> },
              { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
            ]}
          />
        </Card>
      )}
      {capitals.length > 0 && (
        <Card title={text.capitals}>
          <Table
            caption={text.capitals}
            captionHidden
            rows={capitals.slice(0, 8)}
            columns={[
              {
                label: text.name,
                cell: ({ householdId, memberNumber }) => `${names.get(householdId) ?? householdId} · ${text.number(memberNumber ?? '—')}`,
              },
              { label: text.kind, cell: ({ kind }) => shared[locale].kinds[kind] },
              { label: text.fromOn, cell: ({ fromOn }) => <Day on={fromOn} /> },
              { label: text.share, cell: ({ shareFen }) => <Money fen={shareFen} />, numeric: true },
            ]}
          />
        </Card>
      )}
    </div>
  )
}
