import { scaleLinear } from 'd3-scale'
import { yuan } from '../../src/kernel/money.ts'
import type { TracePrices } from '../../src/trace/trace.ts'
import { useLocale } from '../components/locale.ts'
import { wordsOf } from './words.ts'

type Rung = { label: string; note: string; fen: number | null; tone: 'floor' | 'market' | 'paid' | 'households' }

/**
 * The prices people compare, each a bar on one scale: what the goods count for at least, what the market says, what buyers
 * paid; below a line the households' own two figures. `yours`: paid is the price the reader would pay.
 */
export function PriceLadder({ prices, yours }: { prices: TracePrices; yours?: boolean }) {
  const text = wordsOf(useLocale()).prices
  const goods: Rung[] = [
    { label: yours ? text.yours : text.paid, note: yours ? text.yoursNote : text.paidNote, fen: prices.paid, tone: 'paid' },
    { label: text.reference, note: text.referenceNote, fen: prices.reference, tone: 'market' },
    { label: text.goodsFloor, note: text.goodsFloorNote, fen: prices.goodsFloor, tone: 'floor' },
  ]
  const households: Rung[] = [
    ...(bought(prices)
      ? []
      : [{ label: text.householdsPaid, note: text.householdsPaidNote, fen: prices.householdsPaid, tone: 'households' as const }]),
    { label: text.householdFloor, note: text.householdFloorNote, fen: prices.householdFloor, tone: 'floor' },
  ]
  const most = Math.max(...[...goods, ...households].map(({ fen }) => fen ?? 0))
  return (
    <div class="ladder">
      <table>
        <caption class="unseen">{text.caption}</caption>
        <Rungs rungs={goods} most={most} />
        <Rungs rungs={households} most={most} />
      </table>
      <Verdict prices={prices} />
    </div>
  )
}

function Rungs({ rungs, most }: { rungs: readonly Rung[]; most: number }) {
  const text = wordsOf(useLocale()).prices
  const scale = scaleLinear([0, most], [0, 200])
  return (
    <tbody>
      {rungs.map(({ label, note, fen, tone }) => (
        <tr>
          <th scope="row">
            {label}
            <small>{note}</small>
          </th>
          <td>
            <span class="amount">{fen === null ? <span class="soft">{text.none}</span> : `¥${yuan(fen)}${text.perKg}`}</span>
            <svg viewBox="0 0 200 10" preserveAspectRatio="none" aria-hidden="true">
              <rect class="track" width="200" height="10" />
              <rect class={tone} width={scale(fen ?? 0).toFixed(1)} height="10" />
            </svg>
          </td>
        </tr>
      ))}
    </tbody>
  )
}

/** True where the contract buys at the price on the slip: households then have no part of what buyers pay. */
function bought({ paid, householdsPaid }: TracePrices): boolean {
  return householdsPaid === 0 && paid !== null && paid > 0
}

function Verdict({ prices }: { prices: TracePrices }) {
  const text = wordsOf(useLocale()).prices
  const { householdsPaid, householdFloor } = prices
  if (householdsPaid === null) return null
  if (bought(prices)) return <p class="verdict">{text.bought}</p>
  const difference = householdsPaid - householdFloor
  if (difference < 0) return <p class="verdict below">{text.below(yuan(-difference))}</p>
  return <p class="verdict">{difference === 0 ? text.equal : text.above(yuan(difference))}</p>
}
