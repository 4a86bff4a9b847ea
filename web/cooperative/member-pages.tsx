import type { IssuedCard } from '../../src/household/card/commands.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Member } from '../../src/organisation/queries.ts'
import { Day } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { IssuedCardSheet } from '../registry/issued-card.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary, type MemberWords } from './member-words.ts'
import { payoutWords } from './payout-words.ts'

export type Tried = { form?: Record<string, unknown>; problem?: Problem }

function textOf(c: ConsoleContext): MemberWords {
  return dictionary[c.var.context.locale]
}

function manages(c: ConsoleContext): boolean {
  const { actor } = c.var.context
  return actor.kind === 'user' && actor.grants.some(({ role, scope }) => role === 'manager' && scope === c.var.organisation.id)
}

type MembersProps = { c: ConsoleContext; rows: Member[]; term: string; after: number }

export function MembersPage({ c, rows, term, after }: MembersProps) {
  const text = textOf(c)
  const next = !term && rows.length === 50 ? `/coop/members?after=${rows.at(-1)!.number}` : null
  return (
    <ConsolePage c={c} title={text.members} wide>
      <div class="row-between">
        <h1>{text.members}</h1>
        {manages(c) && <LinkButton path="/coop/members/new">{text.add}</LinkButton>}
      </div>
      <form method="get" class="form" role="search">
        <Field label={text.search} name="q" value={term} type="search" optional autocomplete="off" />
        <Button kind="quiet">{text.find}</Button>
      </form>
      {rows.length === 0 ? (
        <Empty icon="people" title={term ? text.nobody(term) : text.none}>
          <p>{term ? text.nobodyNext : text.noneNext}</p>
        </Empty>
      ) : (
        <Members rows={rows} text={text} />
      )}
      <Pager first={after > 0 ? '/coop/members' : null} next={next} />
    </ConsolePage>
  )
}

function Members({ rows, text }: { rows: Member[]; text: MemberWords }) {
  const locale = useLocale()
  return (
    <Table
      caption={text.members}
      captionHidden
      rows={rows}
      columns={[
        { label: text.name, cell: ({ householdId, name }) => <a href={href(locale, `/coop/members/${householdId}`)}>{name}</a> },
        { label: text.number, cell: ({ number }) => number, numeric: true },
        { label: text.village, cell: ({ villageZh, villageEn }) => words(locale, villageZh, villageEn) },
        { label: text.phone, cell: ({ phoneLast4 }) => phoneLast4 || '—', numeric: true },
        { label: text.since, cell: ({ fromOn }) => <Day on={fromOn} /> },
        { label: text.state, cell: ({ untilOn }) => <Membership untilOn={untilOn} text={text} /> },
      ]}
    />
  )
}

function Membership({ untilOn, text }: { untilOn: string | null; text: MemberWords }) {
  return <Status tone={untilOn ? 'plain' : 'good'}>{untilOn ? text.left : text.present}</Status>
}

export function JoinPage({ c, today, form = {}, problem }: Tried & { c: ConsoleContext; today: string }) {
  const text = textOf(c)
  return (
    <ConsolePage c={c} title={text.add}>
      <Breadcrumb crumbs={[{ label: text.members, path: '/coop/members' }, { label: text.add }]} />
      <h1>{text.add}</h1>
      <Form problem={problem} values={form}>
        <Field label={text.idNumber} name="idNumber" hint={text.idHint} autocomplete="off" maxlength={18} />
        <Field label={text.fromOn} name="fromOn" type="date" value={today} />
        <Field label={text.number} name="number" hint={text.numberHint} inputmode="numeric" pattern="[0-9]*" optional />
        <Button wide>{text.join}</Button>
      </Form>
    </ConsolePage>
  )
}

export function MemberPage({ c, row, today, form = {}, problem }: Tried & { c: ConsoleContext; row: Member; today: string }) {
  const text = textOf(c)
  const { locale } = c.var.context
  const done = c.req.query('done')
  const path = href(locale, `/coop/members/${row.householdId}`)
  return (
    <ConsolePage c={c} title={row.name}>
      <Breadcrumb crumbs={[{ label: text.members, path: '/coop/members' }, { label: row.name }]} />
      <h1>{row.name}</h1>
      {done && <Notice tone="good" title={done === 'ended' ? text.ended : text.joined} />}
      <Card title={`${text.number} ${row.number}`} action={<Membership untilOn={row.untilOn} text={text} />}>
        <Facts
          facts={[
            [text.village, words(locale, row.villageZh, row.villageEn)],
            [text.phone, row.phoneLast4 || '—'],
            [text.since, <Day on={row.fromOn} />],
            ...(row.untilOn ? [[text.until, <Day on={row.untilOn} />] as const] : []),
          ]}
        />
        <p>
          <a href={`${path}/account`}>{payoutWords[locale].changeAccount}</a>
          {' · '}
          <a href={`${path}/statement`}>{payoutWords[locale].statement}</a>
        </p>
      </Card>
      {manages(c) && !row.untilOn && (
        <div class="two">
          <Card title={text.card}>
            <Form action={`${path}/card`} problem={problem?.code === 'card_shown_once' ? problem : null}>
              <p class="hint">{text.cardHint}</p>
              <Button>{text.makeCard}</Button>
            </Form>
          </Card>
          <Card title={text.leave}>
            <Form action={`${path}/departure`} problem={problem?.code === 'card_shown_once' ? null : problem} values={form}>
              <p class="hint">{text.leaveHint}</p>
              <Field label={text.lastDay} name="untilOn" type="date" value={today} />
              <Button kind="danger">{text.endMembership}</Button>
            </Form>
          </Card>
        </div>
      )}
    </ConsolePage>
  )
}

export function CardPage({ c, row, card }: { c: ConsoleContext; row: Member; card: IssuedCard }) {
  const text = textOf(c)
  const { organisation, context } = c.var
  return (
    <ConsolePage c={c} title={text.card}>
      <Breadcrumb crumbs={[{ label: row.name, path: `/coop/members/${row.householdId}` }, { label: text.card }]} />
      <h1>{text.card}</h1>
      <IssuedCardSheet
        card={card}
        holder={row.name}
        organisation={`${words(context.locale, organisation.nameZh, organisation.nameEn)} · ${row.number}`}
        origin={new URL(c.req.url).origin}
      />
    </ConsolePage>
  )
}
