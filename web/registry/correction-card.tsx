import { floorDueFen } from '../../src/contract/floor.ts'
import { actorKey } from '../../src/kernel/actor.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import type { Correction } from '../../src/lot/correction/queries.ts'
import type { Context } from '../../src/platform/context.ts'
import { Mass, Moment, Money } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { Status } from '../components/notice.tsx'
import { correctionWords, type CorrectionWords } from './correction-words.ts'

export type Tried = { id: string; problem: Problem; values: Record<string, unknown> }

type CardProps = {
  context: Context
  correction: Correction
  /** Names of households as this console may show them. */
  nameOf: (householdId: string) => string
  grades: Record<string, string>
  /** Where its decision is posted, for whoever may decide; null for others. */
  decideAt: string | null
  slipAt: string
  tried: Tried | null
}

const tones = { proposed: 'wait', approved: 'good', refused: 'plain' } as const

/** One correction: what the slip said and what it should say, beside each other, and the decision of a second person. */
export function CorrectionCard({ context, correction, nameOf, grades, decideAt, slipAt, tried }: CardProps) {
  const text = correctionWords[context.locale]
  const { status, number, reason, decisionWords } = correction
  const own = correction.proposedBy === actorKey(context.actor)
  return (
    <Card title={number} action={<Status tone={tones[status]}>{text.states[status]}</Status>}>
      <Comparison {...{ correction, nameOf, grades, text }} />
      <blockquote>{reason}</blockquote>
      <p class="hint">
        <a href={href(context.locale, slipAt)}>{text.open}</a> · <Moment at={correction.proposedAtMs} />
        {decisionWords && ` · ${decisionWords}`}
      </p>
      {status === 'proposed' && decideAt && own && <p class="hint">{text.ownProposal}</p>}
      {status === 'proposed' && decideAt && !own && (
        <Form action={href(context.locale, decideAt)} problem={tried?.problem ?? null} values={tried?.values ?? {}}>
          <Choice
            label={text.decision}
            name="decision"
            options={[
              { value: 'approve', label: text.approve },
              { value: 'refuse', label: text.refuse },
            ]}
          />
          <Field label={text.words} name="words" maxlength={200} optional />
          <Button>{text.decide}</Button>
        </Form>
      )}
    </Card>
  )
}

type ComparisonProps = Pick<CardProps, 'correction' | 'nameOf' | 'grades'> & { text: CorrectionWords }

function Comparison({ correction, nameOf, grades, text }: ComparisonProps) {
  const { before, householdId, grade, grossGrams, tareGrams, deductedGrams, priceFenPerKg } = correction
  const struck = householdId === null
  const netGrams = struck ? 0 : grossGrams! - tareGrams! - deductedGrams!
  const rows = [
    [text.weight, <Mass grams={before.netGrams} unit="kg" />, <Mass grams={netGrams} unit="kg" />, before.netGrams === netGrams],
    [text.household, nameOf(before.householdId), nameOf(householdId ?? ''), before.householdId === householdId],
    [text.grade, grades[before.grade], grades[grade ?? ''], before.grade === grade],
    [
      text.price,
      <Money fen={before.guaranteedFenPerKg} />,
      <Money fen={priceFenPerKg ?? 0} />,
      before.guaranteedFenPerKg === priceFenPerKg,
    ],
    [
      text.floorDue,
      <Money fen={before.floorDueFen} />,
      <Money fen={struck ? 0 : floorDueFen(netGrams, priceFenPerKg!, correction.basisBp)} />,
      false,
    ],
  ] as const
  return (
    <table class="compare">
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">{text.item}</span>
          </th>
          <th scope="col">{text.before}</th>
          <th scope="col">{text.after}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([label, was, is, same]) => (
          <tr>
            <th scope="row">{label}</th>
            <td>{was}</td>
            <td>{struck ? text.struck : same ? <span class="soft">{text.same}</span> : <strong>{is}</strong>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
