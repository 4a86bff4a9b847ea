import type { Fen } from '../../src/kernel/money.ts'
import { sumFen } from '../../src/kernel/money.ts'
import type { InputBalanceRow, InputRow } from '../../src/settlement/inputs/queries.ts'
import { Day } from '../components/amount.tsx'
import { useLocale } from '../components/locale.ts'
import { money } from './amounts.ts'
import { dictionary } from './words.ts'

/** What the household took on credit: in all, deducted so far, still open, and the things themselves. */
export function TakenInputs({ balances, rows }: { balances: readonly InputBalanceRow[]; rows: readonly InputRow[] }) {
  const text = dictionary[useLocale()]
  const standing = rows.filter(({ reversedAtMs }) => reversedAtMs === null)
  if (standing.length === 0) return null
  const sum = (pick: (row: InputBalanceRow) => Fen) => money(sumFen(balances.map(pick)))
  return (
    <>
      <h2>{text.inputs}</h2>
      <div class="box slip">
        <b>
          {text.inputsOpen} <span class="n">{sum(({ openFen }) => openFen)}</span>
        </b>
        <div>
          <span>
            {text.inputsTaken} <span class="n">{sum(({ takenFen }) => takenFen)}</span>
          </span>
          <span>
            {text.inputsDeducted} <span class="n">{sum(({ deductedFen }) => deductedFen)}</span>
          </span>
        </div>
        <p class="soft">{text.inputsHow}</p>
        <ul>
          {standing.map(({ handedOn, item, count, unit, amountFen }) => (
            <li>
              <Day on={handedOn} /> {item} × {count} {unit} <span class="n">{money(amountFen)}</span>
            </li>
          ))}
        </ul>
      </div>
    </>
  )
}
