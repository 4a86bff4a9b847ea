import type { Fen } from '../../src/kernel/money.ts'
import { Money } from '../components/amount.tsx'
import { useLocale } from '../components/locale.ts'
import { dictionary } from './slip-words.ts'

type FloorsProps = { goods: Fen; household: Fen; perKg?: boolean }

/** Both figures people compare, always together: the floor on the goods, and what of it is the household's. */
export function Floors({ goods, household, perKg }: FloorsProps) {
  const text = dictionary[useLocale()]
  const unit = perKg ? text.perKg : ''
  return (
    <span class="floors">
      <span>
        {text.goodsFloor} <Money fen={goods} />
        {unit}
      </span>
      <span>
        {text.householdFloor} <Money fen={household} />
        {unit}
      </span>
    </span>
  )
}
