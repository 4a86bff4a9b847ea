import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { findDelivery, type Slip } from '../../src/intake/queries.ts'
import { membersByTerm } from '../../src/intake/scale/queries.ts'
import { permit } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { decideCorrection, proposeCorrection } from '../../src/lot/correction/commands.ts'
import { correctionDecisionInput, newCorrectionInput } from '../../src/lot/correction/input.ts'
import { openCorrections, type Correction } from '../../src/lot/correction/queries.ts'
import { found } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { CorrectionCard, type Tried } from '../registry/correction-card.tsx'
import { correctionWords } from '../registry/correction-words.ts'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { CorrectionForm } from './correction-form.tsx'
import { deliveryFields, upload } from './slip-form.ts'
import { dictionary } from './slip-words.ts'

/** Corrections of slips: proposed by whoever keeps the slips, decided by a second person. */
export const corrections = newConsole()

corrections.get('/corrections', (c) => listPage(c))

corrections.post('/corrections/:id/decision', async (c) => {
  const form = await c.req.parseBody()
  const id = c.req.param('id')
  const input = parseInput(correctionDecisionInput, form)
  const sent = await formOnce(c, c.var.context, form)
  const result = input.ok ? await once(sent, 'county', () => decideCorrection(sent, id, input.value)) : input
  if (!result.ok) return listPage(c, { id, problem: result.problem, values: form })
  return c.redirect(href(c.var.context.locale, '/coop/corrections?done=1'), 303)
})

corrections.get('/slips/:id/correction', async (c) => formPage(c, await ownSlip(c)))

corrections.post('/slips/:id/correction', async (c) => {
  const slip = await ownSlip(c)
  const form = await c.req.parseBody()
  const input = parseInput(newCorrectionInput, await correctionFields(c, form))
  if (!input.ok) return formPage(c, slip, { form, problem: besideFields(input.problem) })
  const sent = await formOnce(c, c.var.context, form)
  const result = await once(sent, 'county', () => proposeCorrection(sent, slip.id, input.value, upload(form['evidence'])))
  if (!result.ok) return formPage(c, slip, { form, problem: besideFields(result.problem) })
  return c.redirect(href(c.var.context.locale, '/coop/corrections?proposed=1'), 303)
})

async function correctionFields(c: ConsoleContext, form: Record<string, unknown>) {
  const { grossGrams, tareGrams, deductedGrams, priceFenPerKg } = deliveryFields(form, c.var.organisation.id)
  const number = typeof form['memberNumber'] === 'string' ? form['memberNumber'].trim() : ''
  const members = number === '' ? [] : await membersByTerm(c.var.context, c.var.organisation.id, number)
  const householdId = members.find((member) => String(member.number) === number)?.householdId ?? ''
  const corrected = { householdId, grade: form['grade'], grossGrams, tareGrams, deductedGrams, priceFenPerKg }
  return { corrected: form['what'] === 'strike' ? null : corrected, reason: form['reason'] }
}

// The form asks for a member's number where the command asks for the household.
function besideFields(problem: Problem): Problem {
  const named = (field: string) => (field.endsWith('householdId') ? 'memberNumber' : field.replace('corrected.', ''))
  const fields = problem.fields && Object.fromEntries(Object.entries(problem.fields).map(([field, words]) => [named(field), words]))
  return { ...problem, ...(fields && { fields }), ...(problem.field && { field: named(problem.field) }) }
}

async function formPage(c: ConsoleContext, slip: Slip, { form, problem }: { form?: Record<string, unknown>; problem?: Problem } = {}) {
  const name = (await namesOf(c.var.context, [slip.householdId])).get(slip.householdId) ?? ''
  return c.html(<CorrectionForm {...{ c, slip, name, form, problem }} />, problem ? statusOf(problem) : 200)
}

async function listPage(c: ConsoleContext, tried: Tried | null = null) {
  const { context, organisation } = c.var
  const text = correctionWords[context.locale]
  const rows = (await openCorrections(context.county, context.actor)).filter((row) => row.organisationId === organisation.id)
  const names = await namesOf(context, rows.flatMap(householdsOf))
  const decides = permit(context.actor, 'correction.decide', { organisationId: organisation.id }) === null
  const page = (
    <ConsolePage c={c} title={text.list}>
      <h1>{text.list}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.decided} />}
      {c.req.query('proposed') && <Notice tone="good" title={text.proposed} />}
      {rows.length === 0 && (
        <Empty icon="check" title={text.none}>
          {text.noneHint}
        </Empty>
      )}
      {rows.map((correction) => (
        <CorrectionCard
          {...{ context, correction }}
          nameOf={(householdId) => names.get(householdId) ?? ''}
          grades={dictionary[context.locale].grade}
          decideAt={decides ? `/coop/corrections/${correction.id}/decision` : null}
          slipAt={`/coop/slips/${correction.deliveryId}`}
          tried={tried?.id === correction.id ? tried : null}
        />
      ))}
    </ConsolePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

function householdsOf({ before, householdId }: Correction): string[] {
  return [before.householdId, ...(householdId ? [householdId] : [])]
}

async function ownSlip(c: ConsoleContext): Promise<Slip> {
  const slip = found(await findDelivery(c.var.context, c.req.param('id') ?? ''))
  return found(slip.organisationId === c.var.organisation.id && slip.state !== 'reversed' ? slip : null)
}
