import type { Context as HonoContext } from 'hono'
import { packsForSale } from '../../src/catalogue/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { addToBasket, priceBasket, samePack, setBasketLine } from '../../src/order/basket.ts'
import { changeBasket } from '../../src/order/commands/basket.ts'
import { addedPackInput } from '../../src/order/input.ts'
import { findBasket } from '../../src/order/queries.ts'
import { Refusal, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { BasketPage } from './basket-page.tsx'
import { lineKey, readLineKey, readLines } from './basket-form.ts'
import { basketKeyOf, keepBasketId } from './basket-key.ts'

type C = HonoContext<AppEnv>

/** The basket at today's prices. */
export async function readBasket(c: C) {
  const { context } = c.var
  const key = basketKeyOf(c)
  const lines = (key && (await findBasket(context.market, key))?.lines) ?? []
  const sales = await packsForSale(
    context.county,
    lines.map(({ packId }) => packId),
  )
  return { lines, sales, ...priceBasket(lines, sales) }
}

export async function basketPage(c: C) {
  const [key = '', units = '1'] = (c.req.query('removed') ?? '').split('*')
  const undo = key.includes('~') ? { ...readLineKey(key), units: Number(units) || 1 } : null
  return c.html(
    <BasketPage
      c={c}
      {...await readBasket(c)}
      undo={undo}
      stuck={(['yes', 'none'] as const).find((stuck) => stuck === c.req.query('stuck')) ?? null}
    />,
  )
}

/** "Add to basket" of a product, "undo" and "buy again": one pack, or several under the same names. */
export async function addPacks(c: C) {
  const form = await c.req.parseBody({ all: true })
  const context = await formOnce(c, c.var.context, form)
  const listOf = (name: string) => [form[name]].flat()
  const packs = listOf('packId').map((packId, index) =>
    unwrap(parseInput(addedPackInput, { packId, offerId: listOf('offerId')[index], units: listOf('units')[index] })),
  )
  const sales = await packsForSale(
    context.county,
    packs.map(({ packId }) => packId),
  )
  const added = packs.flatMap((pack) => {
    const sale = sales.find((candidate) => samePack(candidate, pack))
    return sale ? [{ ...pack, seenPriceFen: sale.priceFen }] : []
  })
  if (added.length === 0) throw new Refusal({ code: 'offer_gone', facts: {} })
  const change = () => changeBasket(context, basketKeyOf(c), (lines) => added.reduceRight(addToBasket, [...lines]))
  keepBasketId(c, unwrap(await once(context, 'market', change)))
  return c.redirect(href(context.locale, '/basket'), 303)
}

/** The basket's own form: new quantities and ticks, one line out, or on to checkout. */
export async function changeLines(c: C) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const key = basketKeyOf(c)
  const basket = key && (await findBasket(context.market, key))
  if (!basket) return c.redirect(href(context.locale, '/basket'), 303)
  const removed = typeof form['remove'] === 'string' ? form['remove'] : null
  const out = removed ? basket.lines.find((line) => lineKey(line) === removed) : undefined
  unwrap(
    await once(context, 'market', () =>
      changeBasket(context, key, (lines) => {
        const kept = readLines(lines, form)
        return removed ? setBasketLine(kept, readLineKey(removed), { units: 0 }) : kept
      }),
    ),
  )
  if (form['go'] === 'checkout') return c.redirect(href(context.locale, '/checkout'), 303)
  const undo = out ? `?removed=${encodeURIComponent(`${lineKey(out)}*${out.units}`)}` : ''
  return c.redirect(href(context.locale, `/basket${undo}`), 303)
}
