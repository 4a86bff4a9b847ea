import type { lossesOf, Lot, packLotsOf } from '../../src/lot/listing/queries.ts'
import { freeUnits } from '../../src/lot/loss.ts'
import { leftGrams } from '../../src/lot/pack.ts'
import { Mass, massWords } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { Flow } from '../components/flow.tsx'
import { useLocale } from '../components/locale.ts'
import { Table, type Column } from '../components/table.tsx'
import { dictionary } from './lot-words.ts'

export type PackLots = Awaited<ReturnType<typeof packLotsOf>>
export type Losses = Awaited<ReturnType<typeof lossesOf>>

type Part = { id: string; from: 'lot' | 'packed'; label: string; grams: number; tone: 'leaf' | 'berry' | 'grain' | 'stone' }

/** Grams = packed + lost + left, drawn and as a table; the packs divide further into for sale, reserved, sold and lost. */
export function LotBalance({ lot, packLots, losses }: { lot: Lot; packLots: PackLots; losses: Losses }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const parts = partsOf(lot, packLots, text)
  const kg = (grams: number) => massWords(locale, grams, 'kg')
  const sentence = text.balanceText(kg(lot.grams), kg(lot.packedGrams), kg(lot.lostGrams), kg(leftGrams(lot)))
  const columns: Column<Part>[] = [
    { label: text.where, cell: ({ from, label }) => (from === 'packed' ? `　${label}` : label) },
    { label: text.weight, cell: ({ grams }) => <Mass grams={grams} unit="kg" />, numeric: true },
  ]
  const lost = losses.reduce((sum, { grams }) => sum + grams, 0)
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`
  return (
    <Card title={text.balance}>
      <p>{sentence}</p>
      {lost > 0 && <p class="soft">{text.lossAgainstNorm(percent(lost / lot.grams), percent(lot.lossNormBp / 10_000))}</p>}
      <div class="two">
        <Flow
          title={text.balance}
          description={sentence}
          nodes={[
            { id: 'lot', label: '', text: '', tone: 'stone' },
            ...parts.map(({ id, label, grams, tone }) => ({ id, label, text: kg(grams), tone })),
          ]}
          links={parts.map(({ id, from, grams }) => ({ from, to: id, value: grams }))}
        />
        <Table caption={text.balance} captionHidden columns={columns} rows={parts} dense />
      </div>
    </Card>
  )
}

function partsOf(lot: Lot, packLots: PackLots, text: (typeof dictionary)['zh']): Part[] {
  const grams = (units: (stock: PackLots[number]) => number) => packLots.reduce((sum, stock) => sum + units(stock) * stock.packGrams, 0)
  return [
    { id: 'packed', from: 'lot', label: text.packed, grams: lot.packedGrams, tone: 'leaf' },
    { id: 'sold', from: 'packed', label: text.sold, grams: grams(({ soldUnits }) => soldUnits), tone: 'leaf' },
    { id: 'reserved', from: 'packed', label: text.reserved, grams: grams(({ reservedUnits }) => reservedUnits), tone: 'grain' },
    { id: 'free', from: 'packed', label: text.free, grams: grams(freeUnits), tone: 'grain' },
    { id: 'lostPacks', from: 'packed', label: text.lostPacks, grams: grams(({ lostUnits }) => lostUnits), tone: 'berry' },
    { id: 'lost', from: 'lot', label: text.lost, grams: lot.lostGrams, tone: 'berry' },
    { id: 'left', from: 'lot', label: text.left, grams: leftGrams(lot), tone: 'stone' },
  ]
}
