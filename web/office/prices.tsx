import { recordMarketPrice } from '../../src/contract/commands.ts'
import { marketPriceInput } from '../../src/contract/input.ts'
import { listMarketPrices, type MarketReference } from '../../src/contract/market/queries.ts'
import { listProducts, type Product } from '../../src/contract/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { localDate } from '../../src/kernel/time.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { levelOf } from '../../src/region/division.ts'
import { childDivisions, findDivision, type Division } from '../../src/region/queries.ts'
import { Day, Money } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Pager } from '../components/navigation.tsx'
import { Empty, Notice } from '../components/notice.tsx'
import { Select } from '../components/select.tsx'
import { Table } from '../components/table.tsx'
import { dictionary as shared } from '../registry/words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary } from './registry-words.ts'

type Tried = { form?: Record<string, unknown>; problem?: Problem }

/** The market references of a county, and recording today's. */
export async function pricesPage(c: OfficeContext, { form = {}, problem }: Tried = {}) {
  const { context } = c.var
  const { county, locale } = context
  const text = dictionary[locale]
  const counties = await countiesOf(c)
  const chosen = found(counties.find(({ code }) => code === (form['countyCode'] ?? c.req.query('county'))) ?? counties[0] ?? null)
  const { onDate, productId = '', grade = '' } = c.req.query()
  const rows = await listMarketPrices(county, chosen.code, onDate ? { onDate, productId, grade } : undefined)
  const page = (
    <OfficePage c={c} title={text.prices} wide>
      <h1>{text.prices}</h1>
      <p class="lead">{text.pricesLead}</p>
      {c.req.query('done') && <Notice tone="good" title={text.recorded} />}
      <Card title={text.record}>
        <Form problem={problem} values={form}>
          <Fields counties={counties} chosen={chosen} products={await listProducts(county)} today={localDate(context.clock.now())} />
        </Form>
      </Card>
      <Prices rows={rows} />
      <Pager first={onDate ? `/office/prices?county=${chosen.code}` : null} next={nextPage(rows)} />
    </OfficePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

// A city's office chooses among its counties; a county's or township's has one.
async function countiesOf(c: OfficeContext): Promise<Division[]> {
  const { county, actor } = c.var.context
  const scope = unwrap(reachOf(actor, 'market_price.write'))
  const lists = await Promise.all(
    scope.divisionCodes.map(async (code) => {
      if (levelOf(code) === 'city') return childDivisions(county, code)
      const division = levelOf(code) === 'county' ? await findDivision(county, code) : null
      return division ? [division] : []
    }),
  )
  return lists.flat()
}

type FieldsProps = { counties: Division[]; chosen: Division; products: Product[]; today: string }

function Fields({ counties, chosen, products, today }: FieldsProps) {
  const locale = useLocale()
  const text = dictionary[locale]
  const kinds = products.flatMap(({ id, nameZh, nameEn, grades }) =>
    grades.map((grade) => ({ value: `${id}~${grade}`, label: `${words(locale, nameZh, nameEn)} · ${shared[locale].grades[grade]}` })),
  )
  const options = counties.map(({ code, nameZh, nameEn }) => ({ value: code, label: words(locale, nameZh, nameEn) }))
  return (
    <>
      <div class="row">
        <Select label={text.kind} name="kind" options={kinds} empty={text.choose} />
        <Select label={text.county} name="countyCode" options={options} value={chosen.code} />
      </div>
      <div class="row">
        <Field label={text.day} name="onDate" type="date" value={today} max={today} />
        <Field label={text.price} name="fenPerKg" inputmode="decimal" unit={text.yuanPerKg} />
      </div>
      <Field label={text.source} name="source" hint={text.sourceHint} maxlength={120} />
      <Button>{text.record}</Button>
    </>
  )
}

function Prices({ rows }: { rows: MarketReference[] }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (rows.length === 0) {
    return (
      <Empty icon="tag" title={text.noPrices}>
        <p>{text.noPricesNext}</p>
      </Empty>
    )
  }
  const kind = ({ productZh, productEn, grade }: MarketReference) =>
    `${words(locale, productZh, productEn)} · ${shared[locale].grades[grade]}`
  return (
    <Table
      caption={text.prices}
      captionHidden
      rows={rows}
      columns={[
        { label: text.kind, cell: kind },
        { label: text.day, cell: ({ onDate }) => <Day on={onDate} /> },
        { label: text.price, cell: ({ fenPerKg }) => <Money fen={fenPerKg} />, numeric: true },
        { label: text.source, cell: ({ source }) => source },
      ]}
    />
  )
}

function nextPage(rows: readonly MarketReference[]): string | null {
  const last = rows.at(-1)
  if (!last || rows.length < 50) return null
  return `/office/prices?${new URLSearchParams({ county: last.countyCode, onDate: last.onDate, productId: last.productId, grade: last.grade }).toString()}`
}

export async function recordPrice(c: OfficeContext) {
  const { context } = c.var
  const form = await c.req.parseBody()
  const [productId, grade] = typeof form['kind'] === 'string' ? form['kind'].split('~') : []
  const fenPerKg = parseYuan(typeof form['fenPerKg'] === 'string' ? form['fenPerKg'] : '') ?? Number.NaN
  const input = parseInput(marketPriceInput, { ...form, productId, grade, fenPerKg })
  if (!input.ok) return pricesPage(c, { form, problem: input.problem })
  const sent = await formOnce(c, context, form)
  const recorded = await once(sent, 'county', () => recordMarketPrice(sent, input.value))
  if (!recorded.ok) return pricesPage(c, { form, problem: recorded.problem })
  return c.redirect(href(context.locale, `/office/prices?county=${input.value.countyCode}&done=1`), 303)
}
