import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { printDelivery, reverseDelivery } from '../../src/intake/commands.ts'
import { reversalInput } from '../../src/intake/input.ts'
import { findDelivery, lastPrint, listDeliveries, type Slip } from '../../src/intake/queries.ts'
import { membersByTerm } from '../../src/intake/scale/queries.ts'
import { afterSlip, copyNumber, parseAfterSlip } from '../../src/intake/slip.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { isLocalDate } from '../../src/kernel/time.ts'
import { lotOfSlip } from '../../src/lot/listing/queries.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { newConsole, type ConsoleContext } from './console.tsx'
import { SlipList } from './slip-list.tsx'
import { SlipPage } from './slip-page.tsx'
import { SlipPrint, type Paper } from './slip-print.tsx'

const pageSize = 20

/** Slips of the organisation: list, one slip, its photo, its prints, its reversal. */
export const slips = newConsole()

slips.get('/slips', async (c) => {
  const { context, organisation } = c.var
  const { from, until, waiting, q = '', after } = c.req.query()
  const household = q.trim() === '' ? undefined : ((await membersByTerm(context, organisation.id, q))[0]?.householdId ?? 'nobody')
  const rows = await listDeliveries(context, {
    organisationId: organisation.id,
    householdId: household,
    from: isLocalDate(from ?? '') ? from : undefined,
    until: isLocalDate(until ?? '') ? until : undefined,
    waiting: waiting === 'yes',
    after: parseAfterSlip(after),
    limit: pageSize,
  })
  const names = await namesOf(
    context,
    rows.map(({ householdId }) => householdId),
  )
  const query = { from, until, waiting, q }
  const next = rows.length === pageSize ? afterSlip(rows.at(-1)!) : null
  return c.html(<SlipList {...{ c, rows, names, query, next, isFirst: !after }} />)
})

slips.get('/slips/:id', async (c) => slipPage(c, await ownSlip(c)))

slips.get('/slips/:id/photo', async (c) => {
  const { photoFileId } = await ownSlip(c)
  const file = found(photoFileId ? await c.var.context.files.get(photoFileId) : null)
  return c.body(file.body, 200, {
    'content-type': file.httpMetadata?.contentType ?? 'application/octet-stream',
    'cache-control': 'private, max-age=86400',
  })
})

slips.post('/slips/:id/reversal', async (c) => {
  const slip = await ownSlip(c)
  const form = await c.req.parseBody()
  const input = parseInput(reversalInput, form)
  if (!input.ok) return slipPage(c, slip, { form, problem: input.problem })
  const sent = await formOnce(c, c.var.context, form)
  const reversed = await once(sent, 'county', () => reverseDelivery(sent, slip.id, input.value.reason))
  if (!reversed.ok) return slipPage(c, slip, { form, problem: reversed.problem })
  return c.redirect(href(c.var.context.locale, `/coop/slips/${slip.id}`), 303)
})

slips.post('/slips/:id/prints', async (c) => {
  const slip = await ownSlip(c)
  const form = await c.req.parseBody()
  const sent = await formOnce(c, c.var.context, form)
  unwrap(await once(sent, 'county', () => printDelivery(sent, slip.id)))
  return c.redirect(href(c.var.context.locale, `/coop/slips/${slip.id}/print?paper=${paperOf(form['paper'])}`), 303)
})

slips.get('/slips/:id/print', async (c) => {
  const { context, organisation } = c.var
  const slip = await ownSlip(c)
  const name = (await namesOf(context, [slip.householdId])).get(slip.householdId) ?? ''
  const copy = copyNumber(await lastPrint(context.county, slip.id), context.clock.now())
  const address = new URL(href(context.locale, `/coop/slips/${slip.id}`), c.req.url).href
  return c.html(
    <SlipPrint {...{ locale: context.locale, slip, name, organisation, copy, address, paper: paperOf(c.req.query('paper')) }} />,
  )
})

type Tried = { form?: Record<string, unknown>; problem?: Problem }

async function slipPage(c: ConsoleContext, slip: Slip, { form = {}, problem }: Tried = {}) {
  const { context } = c.var
  const name = (await namesOf(context, [slip.householdId])).get(slip.householdId) ?? ''
  const lot = slip.state === 'pooled' ? await lotOfSlip(context.county, slip.id) : null
  const recorded = c.req.query('recorded') === '1'
  return c.html(<SlipPage {...{ c, slip, name, lot, recorded, values: form, problem }} />, problem ? statusOf(problem) : 200)
}

/** A slip of the organisation whose books are open; any other is not found. */
async function ownSlip(c: ConsoleContext): Promise<Slip> {
  const slip = found(await findDelivery(c.var.context, c.req.param('id') ?? ''))
  return found(slip.organisationId === c.var.organisation.id ? slip : null)
}

function paperOf(text: unknown): Paper {
  return text === 'a5' ? 'a5' : 'narrow'
}
