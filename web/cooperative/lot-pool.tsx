import type { Slip, WaitingKind } from '../../src/intake/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { dayWords, Mass, massWords } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Form } from '../components/form.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { ConsolePage, type ConsoleContext } from './console.tsx'
import { dictionary } from './lot-words.ts'
import { dictionary as slipWords } from './slip-words.ts'

type PoolProps = {
  c: ConsoleContext
  kind: WaitingKind
  slips: readonly Slip[]
  names: Map<string, string>
  /** What was ticked before a refusal; null ticks everything. */
  chosen: readonly string[] | null
  problem?: Problem
}

/** Slips of one kind, all ticked: make them a lot, or leave some out. */
export function PoolPage({ c, kind, slips, names, chosen, problem }: PoolProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const title = `${words(locale, kind.productZh, kind.productEn)} ${slipWords[locale].grade[kind.grade]}`
  return (
    <ConsolePage c={c} title={`${text.newLot} · ${title}`} island="pool">
      <Breadcrumb crumbs={[{ label: text.lots, path: '/coop/lots' }, { label: text.newLot }]} />
      <h1>
        {text.newLot} · {title}
      </h1>
      <p class="soft">{text.poolHint}</p>
      <Form problem={problem} class="form pooling">
        <Button wide name="all" value="yes">
          {text.poolAll(kind.slips, massWords(locale, kind.grams, 'kg'))}
        </Button>
        <fieldset class="field">
          <legend>
            <h2 class="minor">{text.choose}</h2>
          </legend>
          {kind.slips > slips.length && <p class="hint">{text.listed(slips.length, kind.slips)}</p>}
          <Selection />
          <ul class="pick-list">
            {slips.map((slip) => (
              <li>
                <PickSlip slip={slip} name={names.get(slip.householdId) ?? ''} ticked={chosen === null || chosen.includes(slip.id)} />
              </li>
            ))}
          </ul>
        </fieldset>
        <Button kind="quiet" wide>
          {text.poolChosen}
        </Button>
      </Form>
    </ConsolePage>
  )
}

/** Sum of the ticked slips, and all or none at once: filled and shown by the script only. */
function Selection() {
  const locale = useLocale()
  const text = dictionary[locale]
  return (
    <p class="selection" hidden>
      <output data-kg={text.kg} data-chosen={text.chosen} />
      <button type="button" class="button quiet" data-tick="all">
        {text.selectAll}
      </button>
      <button type="button" class="button quiet" data-tick="none">
        {text.selectNone}
      </button>
    </p>
  )
}

function PickSlip({ slip, name, ticked }: { slip: Slip; name: string; ticked: boolean }) {
  const locale = useLocale()
  return (
    <label class="pick">
      <input type="checkbox" name="delivery" value={slip.id} checked={ticked} data-grams={slip.netGrams} />
      <span>
        <strong>{name}</strong> <small>{words(locale, slip.villageZh, slip.villageEn)}</small>
        <br />
        <small>
          {slip.number} · {dayWords(locale, slip.deliveredOn)}
        </small>
      </span>
      <Mass grams={slip.netGrams} unit="kg" />
    </label>
  )
}
