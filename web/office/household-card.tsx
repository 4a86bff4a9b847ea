import { issueCard } from '../../src/household/card/commands.ts'
import { maskName } from '../../src/household/mask.ts'
import { findReadableHousehold } from '../../src/household/queries.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { Button } from '../components/button.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { Breadcrumb } from '../components/navigation.tsx'
import { IssuedCardSheet } from '../registry/issued-card.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary } from './registry-words.ts'

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
