import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { resolveStatement } from '../../src/settlement/commands/resolve-statement.ts'
import { resolutionInput } from '../../src/settlement/input.ts'
import { openStatements, resolvedStatements, type StatementRow } from '../../src/settlement/statement/queries.ts'
import { Moment, Money } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { TextArea } from '../components/field.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty, Notice, Status } from '../components/notice.tsx'
import { Table } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary, type OfficeWords } from './words.ts'

type Tried = { id: string; problem: Problem; values: Record<string, unknown> }

/** The "not right" that wait for an answer, the oldest first, and the latest answers. */
export async function statementsPage(c: OfficeContext, tried: Tried | null = null) {
  const { context } = c.var
  const text = dictionary[context.locale]
  const open = await openStatements(context.county, context.actor)
  const resolved = await resolvedStatements(context.county, context.actor)
  const names = await namesOf(
    context,
    [...open, ...resolved].map(({ householdId }) => householdId),
  )
  const nameOf = ({ householdId }: StatementRow) => maskName(names.get(householdId) ?? householdId)
  const answers = context.actor.kind === 'user' && context.actor.grants.some(({ role }) => role === 'office')
  const page = (
    <OfficePage c={c} title={text.statements}>
      <h1>{text.statements}</h1>
      {c.req.query('done') && <Notice tone="good" title={text.done} />}
      {open.length === 0 && <Empty icon="check" title={text.noStatements} />}
      {open.map((statement) => (
        <OpenStatement
          statement={statement}
          name={nameOf(statement)}
          answers={answers}
          tried={tried?.id === statement.id ? tried : null}
          text={text}
        />
      ))}
      {resolved.length > 0 && <Resolved rows={resolved} nameOf={nameOf} text={text} />}
    </OfficePage>
  )
  return c.html(page, tried ? statusOf(tried.problem) : 200)
}

type OpenProps = { statement: StatementRow; name: string; answers: boolean; tried: Tried | null; text: OfficeWords }

function OpenStatement({ statement, name, answers, tried, text }: OpenProps) {
  const locale = useLocale()
  const about = statement.deliveryId ? (
    <a href={href(locale, `/office/slips/${statement.deliveryId}`)}>{text.aboutSlip}</a>
  ) : (
    <a href={href(locale, `/office/settlements/${statement.settlementId}`)}>{text.aboutLine}</a>
  )
  return (
    <Card title={name} action={<Status tone="wait">{text.notRight}</Status>}>
      <blockquote>{statement.words}</blockquote>
      <Facts
        facts={[
          [
            text.about,
            <>
              {about} <Money fen={statement.amountFen ?? 0} />
            </>,
          ],
          [text.organisation, words(locale, statement.organisationZh, statement.organisationEn)],
          [text.household, <a href={href(locale, `/office/households/${statement.householdId}`)}>{name}</a>],
          [text.on, <Moment at={statement.atMs} />],
        ]}
      />
      {answers && (
        <Form action={href(locale, `/office/statements/${statement.id}`)} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
          <TextArea label={text.answer} name="resolution" hint={text.answerHint} maxlength={500} />
          <Button>{text.answerSend}</Button>
        </Form>
      )}
    </Card>
  )
}

function Resolved({ rows, nameOf, text }: { rows: readonly StatementRow[]; nameOf: (row: StatementRow) => string; text: OfficeWords }) {
  return (
    <Card title={text.resolved}>
      <Table
        caption={text.resolved}
        captionHidden
        rows={rows}
        columns={[
          { label: text.household, cell: nameOf },
          { label: text.says, cell: ({ words }) => words },
          { label: text.answer, cell: ({ resolution }) => resolution },
          { label: text.on, cell: ({ resolvedAtMs }) => <Moment at={resolvedAtMs!} /> },
        ]}
      />
    </Card>
  )
}

/** Records the office's answer to a household. */
export async function answerStatement(c: OfficeContext) {
  const form = await c.req.parseBody()
  const context = await formOnce(c, c.var.context, form)
  const id = c.req.param('id')!
  const input = parseInput(resolutionInput, form)
  const result = input.ok ? await once(context, 'county', () => resolveStatement(context, id, input.value)) : input
  if (!result.ok) return statementsPage(c, { id, problem: result.problem, values: form })
  return c.redirect(`${href(context.locale, '/office/statements')}?done=1`, 303)
}
