import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { waitingIds, waitingKinds, waitingSlips } from '../../src/intake/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { definePack, packLot, poolLot, recordLoss } from '../../src/lot/commands.ts'
import { newLossInput, newLotInput, newPackInput, newPackLotInput } from '../../src/lot/input.ts'
import { listLots, readLot, type Lot } from '../../src/lot/listing/queries.ts'
import { found } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { lossFields, packFields, packLotFields } from './lot-form.ts'
import { LotList } from './lot-list.tsx'
import { lotPage } from './lot-page.tsx'
import { PoolPage } from './lot-pool.tsx'
import { parseKind, upload } from './slip-form.ts'

const pageSize = 20

/** Lots of the organisation: what waits, pooling, one lot with its packs and losses. */
export const lots = newConsole()

lots.get('/lots', async (c) => {
  const { context, organisation } = c.var
  const after = c.req.query('after')
  const kinds = after ? [] : await waitingKinds(context, organisation.id)
  const rows = await listLots(context, { organisationId: organisation.id, after, limit: pageSize })
  const next = rows.length === pageSize ? rows.at(-1)!.number : null
  return c.html(<LotList {...{ c, kinds, rows, next, isFirst: !after }} />)
})

lots.get('/lots/new', (c) => poolPage(c))

lots.post('/lots/new', async (c) => {
  const { context, organisation } = c.var
  const form = await c.req.parseBody({ all: true })
  const kind = parseKind(c.req.query('kind'))
  const chosen = [form['delivery'] ?? []].flat().filter((id) => typeof id === 'string')
  const deliveryIds = form['all'] === 'yes' && kind ? await waitingIds(context, { organisationId: organisation.id, ...kind }) : chosen
  const input = parseInput(newLotInput, { organisationId: organisation.id, deliveryIds })
  if (!input.ok) return poolPage(c, { chosen, problem: { code: 'lot_empty', facts: {} } })
  const sent = await formOnce(c, context, form)
  const pooled = await once(sent, 'county', () => poolLot(sent, input.value))
  if (!pooled.ok) return poolPage(c, { chosen, problem: pooled.problem })
  return c.redirect(href(context.locale, `/coop/lots/${pooled.value}?done=pooled`), 303)
})

lots.get('/lots/:id', async (c) => lotPage(c, await ownLot(c)))

lots.post('/lots/:id/packs', async (c) => {
  const lot = await ownLot(c)
  const form = await c.req.parseBody()
  const input = parseInput(newPackInput, packFields(form, lot))
  if (!input.ok) return lotPage(c, lot, { about: 'packs', form, problem: input.problem })
  const sent = await formOnce(c, c.var.context, form)
  const defined = await once(sent, 'county', () => definePack(sent, input.value))
  if (!defined.ok) return lotPage(c, lot, { about: 'packs', form, problem: defined.problem })
  return c.redirect(href(c.var.context.locale, `/coop/lots/${lot.id}?pack=${defined.value}#pack`), 303)
})

lots.post('/lots/:id/pack-lots', async (c) => {
  const lot = await ownLot(c)
  const form = await c.req.parseBody()
  const input = parseInput(newPackLotInput, packLotFields(form))
  if (!input.ok) return lotPage(c, lot, { about: 'pack-lots', form, problem: input.problem })
  const sent = await formOnce(c, c.var.context, form)
  const packed = await once(sent, 'county', () => packLot(sent, lot.id, input.value))
  if (!packed.ok) return lotPage(c, lot, { about: 'pack-lots', form, problem: packed.problem })
  return c.redirect(href(c.var.context.locale, `/coop/lots/${lot.id}?done=packed`), 303)
})

lots.post('/lots/:id/losses', async (c) => {
  const lot = await ownLot(c)
  const form = await c.req.parseBody()
  const about = form['packLotId'] === undefined ? 'loose-loss' : 'pack-loss'
  const input = parseInput(newLossInput, lossFields(form))
  if (!input.ok) return lotPage(c, lot, { about, form, problem: input.problem })
  const sent = await formOnce(c, c.var.context, form)
  const lost = await once(sent, 'county', () => recordLoss(sent, lot.id, input.value, upload(form['photo'])))
  if (!lost.ok) return lotPage(c, lot, { about, form, problem: lost.problem })
  return c.redirect(href(c.var.context.locale, `/coop/lots/${lot.id}#losses`), 303)
})

async function poolPage(c: ConsoleContext, { chosen = null, problem }: { chosen?: string[] | null; problem?: Problem } = {}) {
  const { context, organisation } = c.var
  const key = c.req.query('kind') ?? ''
  const kinds = await waitingKinds(context, organisation.id)
  const asked = parseKind(key)
  const kind = kinds.find(
    (one) => one.contractVersionId === asked?.contractVersionId && one.productId === asked.productId && one.grade === asked.grade,
  )
  if (!kind) return c.redirect(href(context.locale, '/coop/lots'), 303)
  const slips = await waitingSlips(context, { organisationId: organisation.id, ...kind })
  const names = await namesOf(
    context,
    slips.map(({ householdId }) => householdId),
  )
  return c.html(<PoolPage {...{ c, kind, slips, names, chosen, problem }} />, problem ? statusOf(problem) : 200)
}

/** A lot of the organisation whose books are open; any other is not found. */
async function ownLot(c: ConsoleContext): Promise<Lot> {
  const lot = found(await readLot(c.var.context, c.req.param('id') ?? ''))
  return found(lot.organisationId === c.var.organisation.id ? lot : null)
}
