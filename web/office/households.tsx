import { issueCard } from '../../src/household/card/commands.ts'
import { maskName } from '../../src/household/mask.ts'
import { findReadableHousehold, listHouseholds, type ListedHousehold } from '../../src/household/queries.ts'
import { statusWords } from '../../src/household/status.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { permit, reachOf } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { findDivision } from '../../src/region/queries.ts'
import { Day } from '../components/amount.tsx'
import { Button, LinkButton } from '../components/button.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb, Pager } from '../components/navigation.tsx'
import { Empty } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { IssuedCardSheet } from '../registry/issued-card.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary } from './registry-words.ts'

/** The registered households of a village, names masked, with their status of today. */
export async function villagePage(c: OfficeContext) {
  const { context } = c.var
  const { county, locale } = context
  const text = dictionary[locale]
  const scope = unwrap(reachOf(context.actor, 'household.read'))
  const village = found(await findDivision(county, c.req.param('code')!))
  const on = localDate(context.clock.now())
  const rows = await listHouseholds(county, scope, { villageCode: village.code, on, after: c.req.query('after') })
  const names = await namesOf(
    context,
    rows.map(({ id }) => id),
  )
  const title = text.householdsOf(words(locale, village.nameZh, village.nameEn))
  const path = `/office/villages/${village.code}`
  const mayIssue = permit(context.actor, 'card.issue', { divisionCode: village.code }) === null
  return c.html(
    <OfficePage c={c} title={title} wide>
      <Breadcrumb
        crumbs={[{ label: words(locale, village.nameZh, village.nameEn), path: `/office/divisions/${village.code}` }, { label: title }]}
      />
      <h1>{title}</h1>
      <p class="hint">{text.masked}</p>
      {rows.length === 0 ? (
        <Empty icon="people" title={text.noHouseholds}>
          <p>{text.noHouseholdsNext}</p>
        </Empty>
      ) : (
        <Households rows={rows} names={names} mayIssue={mayIssue} />
      )}
      <Pager first={c.req.query('after') ? path : null} next={rows.length === 50 ? `${path}?after=${rows.at(-1)!.id}` : null} />
    </OfficePage>,
  )
}

function Households({ rows, names, mayIssue }: { rows: ListedHousehold[]; names: Map<string, string>; mayIssue: boolean }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const name = ({ id }: ListedHousehold) => <a href={href(locale, `/office/households/${id}`)}>{maskName(names.get(id) ?? id)}</a>
  const issue = {
    label: text.card,
    cell: ({ id }: ListedHousehold) => <LinkButton path={`/office/households/${id}/card`}>{text.makeCard}</LinkButton>,
  }
  return (
    <Table
      caption={text.status}
      captionHidden
      rows={rows}
      columns={[
        { label: text.name, cell: name },
        { label: text.people, cell: ({ people }) => people, numeric: true },
        { label: text.workers, cell: ({ workers }) => workers, numeric: true },
        { label: text.status, cell: ({ status }) => words(locale, statusWords[status].zh, statusWords[status].en) },
        { label: text.since, cell: ({ statusFromOn }) => (statusFromOn ? <Day on={statusFromOn} /> : '—') },
        ...(mayIssue ? [issue] : []),
      ]}
    />
  )
}

/** Asks before a card is made, because it voids the one before. */
export async function newCardPage(c: OfficeContext, problem?: Problem) {
  const text = dictionary[c.var.context.locale]
  const { household, holder } = await holderOf(c)
  const page = (
    <OfficePage c={c} title={text.card}>
      <Breadcrumb crumbs={[{ label: holder, path: `/office/households/${household.id}` }, { label: text.card }]} />
      <h1>
        {text.card} · {holder}
      </h1>
      <Card>
        <Form problem={problem}>
          <p class="hint">{text.cardHint}</p>
          <Button>{text.makeCard}</Button>
        </Form>
      </Card>
    </OfficePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

// The PIN is only in this answer: there is no address to come back to.
export async function makeNewCard(c: OfficeContext) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const sent = await formOnce(c, context, await c.req.parseBody())
  const issued = await issueCard(sent, c.req.param('id')!)
  if (!issued.ok) return newCardPage(c, issued.problem)
  const { household, holder } = await holderOf(c)
  return c.html(
    <OfficePage c={c} title={text.card}>
      <Breadcrumb crumbs={[{ label: holder, path: `/office/households/${household.id}` }, { label: text.card }]} />
      <h1>{text.card}</h1>
      <IssuedCardSheet card={issued.value} holder={holder} origin={new URL(c.req.url).origin} />
    </OfficePage>,
    201,
  )
}

async function holderOf(c: OfficeContext) {
  const { context } = c.var
  const scope = unwrap(reachOf(context.actor, 'card.issue'))
  const household = found(await findReadableHousehold(context.county, scope, c.req.param('id')!))
  return { household, holder: maskName((await namesOf(context, [household.id])).get(household.id) ?? household.id) }
}
