import type { Context as HonoContext } from 'hono'
import type { PackForSale } from '../../src/catalogue/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf, type AppEnv } from '../../src/http/request.ts'
import { problems, type Problem } from '../../src/kernel/problem.ts'
import { findProvince } from '../../src/region/province.ts'
import { splitAddress } from '../../src/order/address.ts'
import type { Wanted } from '../../src/order/basket.ts'
import { placeCheckout } from '../../src/order/commands/place-checkout.ts'
import { checkoutInput } from '../../src/order/input.ts'
import { quote, refuseFreshUnsaid, type Quote } from '../../src/order/quote.ts'
import { openPayment } from '../../src/payment/commands.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { readBasket } from './basket.tsx'
import { basketKeyOf } from './basket-key.ts'
import { CheckoutPage } from './checkout-page.tsx'
import { textOf } from './form-text.ts'

type C = HonoContext<AppEnv>
type Form = Record<string, unknown>

/** What is ticked in the basket and can be bought; null when something ticked is short or gone. */
async function readWanted(c: C): Promise<Wanted<PackForSale>[] | null> {
  const { groups, gone } = await readBasket(c)
  const picked = groups.flatMap(({ lines }) => lines).filter(({ selected }) => selected)
  const stuck =
    gone.some(({ selected }) => selected) || picked.some(({ notices }) => notices.includes('short') || notices.includes('sold_out'))
  return stuck ? null : picked.map(({ sale, units }) => ({ sale: sale!, units }))
}

export async function checkoutPage(c: C) {
  return show(c, { province: c.req.query('province') ?? '' }, null)
}

/** One form, three buttons: recognise a pasted address, work out the freight, place the order. Only the last one writes. */
export async function tryCheckout(c: C) {
  const form = await c.req.parseBody()
  if (form['do'] === 'split') return show(c, { ...form, ...recognised(form) }, null)
  if (form['do'] === 'count') return show(c, form, null)
  return place(c, form)
}

// What was typed stays unless the pasted text says something else about it.
function recognised(form: Form): Form {
  const parts = Object.entries(splitAddress(textOf(form, 'pasted')))
  return Object.fromEntries(parts.filter(([, value]) => value !== ''))
}

async function place(c: C, form: Form) {
  const context = await formOnce(c, c.var.context, form)
  const wanted = await readWanted(c)
  const lines = (wanted ?? []).map(({ sale: { offerId, packId }, units }) => ({ offerId, packId, units }))
  // A form sent twice finds the basket empty: the first answer is in the books.
  const placed = await once(context, 'market', async () => {
    const { name, phone, province, address, note, seenTotalFen } = form
    const input = parseInput(checkoutInput, {
      lines,
      recipient: { name, phone, province, address },
      note: note ?? '',
      seenTotalFen: Number(seenTotalFen) || 1,
      freshAgreed: form['freshAgreed'] === 'yes',
    })
    return input.ok ? placeCheckout(context, input.value, basketKeyOf(c)) : input
  })
  if (!placed.ok) return show(c, form, onPage(withUnsaid(placed.problem, wanted ?? [], form)))
  // The order stands; whoever cannot pay just now goes on from its page.
  const opened = await openPayment(context, placed.value)
  return c.redirect(href(context.locale, opened.ok ? opened.value : `/orders/${placed.value}?unavailable=yes`), 303)
}

// The missing tick is told along with the wrong fields, not only once they are right.
function withUnsaid(problem: Problem, wanted: Wanted<PackForSale>[], form: Form): Problem {
  const unsaid = refuseFreshUnsaid(
    wanted.map(({ sale }) => sale),
    form['freshAgreed'] === 'yes',
  )
  if (!problem.fields || !unsaid) return problem
  const { zh, en } = problems.fresh_not_agreed
  return { ...problem, fields: { ...problem.fields, freshAgreed: { zh, en } } }
}

// The form's fields have no "recipient." before them.
function onPage(problem: Problem): Problem {
  const fields =
    problem.fields && Object.fromEntries(Object.entries(problem.fields).map(([name, words]) => [name.replace(/^recipient\./, ''), words]))
  return { ...problem, fields }
}

async function show(c: C, values: Form, problem: Problem | null) {
  const { locale } = c.var.context
  const wanted = await readWanted(c)
  if (wanted === null) return c.redirect(href(locale, '/basket?stuck=yes'), 303)
  if (wanted.length === 0) return c.redirect(href(locale, '/basket?stuck=none'), 303)
  const province = findProvince(textOf(values, 'province'))
  const quoted =
    province &&
    quote(
      wanted.map(({ sale, units }) => ({ ...sale, units })),
      wanted.map(({ sale }) => sale),
      province.code,
      locale,
    )
  const shown: Quote<PackForSale> | null = quoted?.ok ? quoted.value : null
  const refusal = problem ?? (quoted && !quoted.ok ? quoted.problem : null)
  return c.html(<CheckoutPage {...{ c, wanted, values, quoted: shown, problem: refusal }} />, refusal ? statusOf(refusal) : 200)
}
