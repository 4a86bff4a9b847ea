import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import { decideCorrection } from '../../src/lot/correction/commands.ts'
import { correctionDecisionInput } from '../../src/lot/correction/input.ts'
import { openCorrections } from '../../src/lot/correction/queries.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { href } from '../components/locale.ts'
import { Empty, Notice } from '../components/notice.tsx'
import { CorrectionCard, type Tried } from '../registry/correction-card.tsx'
import { correctionWords } from '../registry/correction-words.ts'
import { dictionary as slipWords } from '../cooperative/slip-words.ts'
import { OfficePage, type OfficeContext } from './console.tsx'

/** Corrections of slips in the office's division that wait for a second person. */
export async function correctionsPage(c: OfficeContext, tried: Tried | null = null) {
  const { context } = c.var
  const text = correctionWords[context.locale]
  const rows = await openCorrections(context.county, context.actor)
  const ids = rows.flatMap(({ before, householdId }) => [before.householdId, ...(householdId ? [householdId] : [])])
  const names = await namesOf(context, ids)
  const decides = scopeOf(context.actor, 'correction.decide') !== null
  const page = (
    <OfficePage c={c} title={text.list}>
      <h1>{text.list}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.decided} />}
      {rows.length === 0 && <Empty icon="check" title={text.none} />}
      {rows.map((correction) => (
        <CorrectionCard
          {...{ context, correction }}
          nameOf={(householdId) => maskName(names.get(householdId) ?? '')}
          grades={slipWords[context.locale].grade}
          decideAt={decides ? `/office/corrections/${correction.id}` : null}
          slipAt={`/office/slips/${correction.deliveryId}`}
          tried={tried?.id === correction.id ? tried : null}
        />
      ))}
    </OfficePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

export async function decide(c: OfficeContext) {
  const form = await c.req.parseBody()
  const id = c.req.param('id') ?? ''
  const input = parseInput(correctionDecisionInput, form)
  const sent = await formOnce(c, c.var.context, form)
  const result = input.ok ? await once(sent, 'county', () => decideCorrection(sent, id, input.value)) : input
  if (!result.ok) return correctionsPage(c, { id, problem: result.problem, values: form })
  return c.redirect(href(c.var.context.locale, '/office/corrections?done=1'), 303)
}
