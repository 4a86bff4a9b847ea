import type { HouseholdStatement } from '../../src/income/statement/queries.ts'
import { statementCsv, type StatementSlip } from '../../src/income/statement/statement-csv.ts'
import type { Movement } from '../../src/income/statement/statement.ts'
import { yuan, type Fen } from '../../src/kernel/money.ts'
import { Day, massWords, monthWords } from '../components/amount.tsx'
import { useLocale, words, type Locale } from '../components/locale.ts'
import { statementWords } from './statement-words.ts'

/** The style of the sheet, for its own small shells: on a phone and on A5 paper. */
export const sheetStyle = `
table{width:100%;border-collapse:collapse;font-size:1rem}td,th{padding:.25rem .15rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400}
td:last-child,th:last-child{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}tfoot td,.sum td{font-weight:600}caption{text-align:left;font-weight:600;font-size:1.25rem;padding:.75rem 0 .25rem}td small{font-size:.875rem}
.sign{display:none}
@page{size:A5;margin:10mm 12mm}
@media print{body{max-width:none;font-size:9.5pt}table{font-size:9.5pt}td,th{padding:.6mm .5mm}td small{display:inline;font-size:8pt;margin-left:2mm}caption{font-size:11pt;padding:2mm 0 1mm}h1{font-size:14pt}tr{break-inside:avoid}.sign{display:flex;margin-top:10mm}.sign span{flex:1;border-top:1px solid;margin-right:8mm;padding-top:1mm}header{border:0}}
`
  .trim()
  .replace(/\n/g, '')

/** "2026年6月" or "2026年". */
export function periodWords(locale: Locale, text: string): string {
  return text.length === 4 ? statementWords[locale].year(text) : monthWords(locale, text)
}

/** A household's account in a period: slips, then opening, movements and closing. */
export function StatementSheet({ statement }: { statement: HouseholdStatement }) {
  const locale = useLocale()
  const text = statementWords[locale]
  return (
    <>
      <Slips slips={statement.slips} />
      <Account statement={statement} />
      <p class="soft">{text.note}</p>
      <p class="sign">
        <span>{text.sign}</span>
        <span>{text.signCoop}</span>
      </p>
    </>
  )
}

function Slips({ slips }: { slips: readonly StatementSlip[] }) {
  const locale = useLocale()
  const text = statementWords[locale]
  if (slips.length === 0) return <p class="box">{text.noSlips}</p>
  const grams = slips.reduce((sum, slip) => sum + slip.grams, 0)
  const floorFen = slips.reduce((sum, slip) => sum + slip.floorDueFen, 0)
  return (
    <table>
      <caption>{text.slips}</caption>
      <tbody>
        {slips.map((slip) => (
          <tr>
            <td>
              <Day on={slip.deliveredOn} /> {words(locale, slip.productZh, slip.productEn)}
              <small>{slip.number}</small>
            </td>
            <td>
              {massWords(locale, slip.grams)}
              <small>
                {text.floor} {money(slip.floorDueFen)} · {text.settled} {money(slip.settledFen)}
              </small>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{text.delivered}</td>
          <td>
            {massWords(locale, grams)}
            <small>
              {text.floor} {money(floorFen)}
            </small>
          </td>
        </tr>
      </tfoot>
    </table>
  )
}

function Account({ statement: { openingFen, closingFen, movements, organisations } }: { statement: HouseholdStatement }) {
  const locale = useLocale()
  const text = statementWords[locale]
  const names = new Map(organisations.map(({ id, nameZh, nameEn }) => [id, words(locale, nameZh, nameEn)]))
  const several = organisations.length > 1
  return (
    <table>
      <caption>{text.account}</caption>
      <tbody>
        <tr class="sum">
          <td>{text.opening}</td>
          <td>{money(openingFen)}</td>
        </tr>
        {movements.map((movement) => (
          <tr>
            <td>
              <Day on={movement.on} /> {text.kinds[movement.kind]}
              <small>{about(locale, movement, several ? (names.get(movement.organisationId) ?? '') : '')}</small>
            </td>
            <td>{money(movement.amountFen)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td>{text.closing}</td>
          <td>{money(closingFen)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function about(locale: Locale, { month }: Movement, organisation: string): string {
  return [monthWords(locale, month), organisation].filter((part) => part !== '').join(' · ')
}

function money(amount: Fen): string {
  return `${amount < 0 ? '−' : ''}¥${yuan(Math.abs(amount))}`
}

/** The same as a sheet to download. */
export function statementSheetCsv(locale: Locale, statement: HouseholdStatement): string {
  const { columns, kinds, slip, opening, closing } = statementWords[locale]
  const product = ({ productZh, productEn }: StatementSlip) => words(locale, productZh, productEn)
  return `\uFEFF${statementCsv(statement, statement.slips, statement.period, { columns, kinds, slip, opening, closing, product })}`
}
