import { grades } from '../../src/intake/slip.ts'
import type { Slip } from '../../src/intake/queries.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { massText } from '../../src/kernel/quantity.ts'
import { Button } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field, TextArea } from '../components/field.tsx'
import { Form } from '../components/form.tsx'
import { Breadcrumb } from '../components/navigation.tsx'
import { Select } from '../components/select.tsx'
import { correctionWords } from '../registry/correction-words.ts'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './slip-words.ts'

type Props = { c: ConsoleContext; slip: Slip; name: string; form?: Record<string, unknown>; problem?: Problem }

/** What a slip should have said, starting from what it says. */
export function CorrectionForm({ c, slip, name, form, problem }: Props) {
  const { locale } = c.var.context
  const text = correctionWords[locale]
  const slipText = dictionary[locale]
  const weight = { inputmode: 'decimal', autocomplete: 'off', unit: slipText.kg, maxlength: 12 } as const
  return (
    <ConsolePage c={c} title={text.titleOf(slip.number)}>
      <Breadcrumb
        crumbs={[
          { label: slipText.slips, path: '/coop/slips' },
          { label: slip.number, path: `/coop/slips/${slip.id}` },
          { label: text.title },
        ]}
      />
      <h1>{text.titleOf(slip.number)}</h1>
      <p>{text.intro}</p>
      <p class="hint">{`${name} · ${slipText.memberNumber(slip.memberNumber ?? 0)}`}</p>
      <Form problem={problem ?? null} values={form ?? startFrom(slip)} files>
        <Choice
          label={text.what}
          name="what"
          options={[
            { value: 'replace', label: text.replace, hint: text.replaceHint },
            { value: 'strike', label: text.strike, hint: text.strikeHint },
          ]}
        />
        <Field label={text.memberNumber} name="memberNumber" inputmode="numeric" autocomplete="off" />
        <Field {...weight} label={slipText.gross} name="grossGrams" />
        <div class="row">
          <Field {...weight} label={slipText.tare} name="tareGrams" optional />
          <Field {...weight} label={slipText.deducted} name="deductedGrams" optional />
        </div>
        <Select label={text.grade} name="grade" options={grades.map((value) => ({ value, label: slipText.grade[value] }))} />
        <Field label={text.price} name="priceFenPerKg" inputmode="decimal" autocomplete="off" unit={slipText.priceUnit} />
        <TextArea label={text.reason} name="reason" hint={text.reasonExample} rows={2} maxlength={200} />
        <Field label={text.evidence} name="evidence" type="file" accept="image/*" hint={text.evidenceHint} optional />
        <Button wide>{text.send}</Button>
      </Form>
    </ConsolePage>
  )
}

function startFrom(slip: Slip): Record<string, unknown> {
  const kg = (grams: number) => massText(grams, 'kg').replaceAll(',', '')
  return {
    what: 'replace',
    memberNumber: slip.memberNumber ?? '',
    grossGrams: kg(slip.grossGrams),
    tareGrams: kg(slip.tareGrams),
    deductedGrams: kg(slip.deductedGrams),
    grade: slip.grade,
    priceFenPerKg: yuan(slip.guaranteedFenPerKg).replaceAll(',', ''),
  }
}
