import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { resolveStatement } from '../../src/settlement/commands/resolve-statement.ts'
import { resolutionInput } from '../../src/settlement/input.ts'
import { openStatements } from '../../src/settlement/statement/queries.ts'
import { Moment, Money } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { TextArea } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { statusOf } from '../../src/http/request.ts'
import { settlementWords } from './settlement-words.ts'

type Tried = { id: string; problem: Problem; values: Record<string, unknown> }

/** What members of this organisation call not right, each with a place for the answer; nothing when nobody objects. */
export async function Objections({ c, tried = null }: { c: ConsoleContext; tried?: Tried | null }) {
  const { context, organisation } = c.var
  const text = settlementWords[context.locale]
  const open = (await openStatements(context.county, context.actor)).filter(({ organisationId }) => organisationId === organisation.id)
  if (open.length === 0) return null
  const names = await namesOf(
    context,
    open.map(({ householdId }) => householdId),
  )
  return (
    <>
      {open.map((statement) => (
        <Card
          title={names.get(statement.householdId) ?? ''}
          action={
            <Status tone="wait">
              {text.objections} <Money fen={statement.amountFen ?? 0} />
            </Status>
          }
        >
          <blockquote>{statement.words}</blockquote>
          <p class="hint">
            <Moment at={statement.atMs} />
          </p>
          <Form
            action={href(context.locale, `/coop/statements/${statement.id}`)}
            problem={tried?.id === statement.id ? tried.problem : null}
            values={tried?.id === statement.id ? tried.values : {}}
          >
            <TextArea label={text.answerWords} name="resolution" hint={text.answerWordsHint} maxlength={500} />
            <Button>{text.answerWordsSend}</Button>
          </Form>
        </Card>
      ))}
    </>
  )
}

/** Where a manager answers what a member calls not right. */
export const objections = newConsole()

objections.post('/statements/:id', async (c) => {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const id = c.req.param('id')
  const input = parseInput(resolutionInput, form)
  const result = input.ok ? await once(context, 'county', () => resolveStatement(context, id, input.value)) : input
  if (result.ok) return c.redirect(href(context.locale, '/coop/settlements?done=1'), 303)
  if (result.problem.code !== 'invalid_input') throw new Refusal(result.problem)
  const text = settlementWords[context.locale]
  const page = (
    <ConsolePage c={c} title={text.objections}>
      <h1>{text.objections}</h1>
      <Objections c={c} tried={{ id, problem: result.problem, values: form }} />
    </ConsolePage>
  )
  return c.html(page, statusOf(result.problem))
})
