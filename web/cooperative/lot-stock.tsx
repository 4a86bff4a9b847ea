import type { listPacks } from '../../src/lot/listing/queries.ts'
import { freeUnits } from '../../src/lot/loss.ts'
import { Day, Mass, Moment } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Table, type Column } from '../components/table.tsx'
import type { Losses, PackLots } from './lot-balance.tsx'
import { dictionary } from './lot-words.ts'

export type Packs = Awaited<ReturnType<typeof listPacks>>

export function packName(packs: Packs, packId: string, locale: 'zh' | 'en'): string {
  const pack = packs.find(({ id }) => id === packId)
  return pack ? words(locale, pack.nameZh, pack.nameEn) : ''
}

/** What was packed from the lot, and how many of it are free. */
export function PackLotTable({ packs, packLots }: { packs: Packs; packLots: PackLots }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (packLots.length === 0) return null
  const columns: Column<PackLots[number]>[] = [
    { label: text.number, cell: ({ number }) => number },
    { label: text.packSize, cell: ({ packId }) => packName(packs, packId, locale) },
    { label: text.packedOn, cell: ({ packedOn }) => <Day on={packedOn} /> },
    { label: text.bestBefore, cell: ({ bestBeforeOn }) => <Day on={bestBeforeOn} /> },
    { label: text.units, cell: ({ units }) => units, numeric: true },
    { label: text.sold, cell: ({ soldUnits }) => soldUnits, numeric: true },
    { label: text.reserved, cell: ({ reservedUnits }) => reservedUnits, numeric: true },
    { label: text.lostPacks, cell: ({ lostUnits }) => lostUnits, numeric: true },
    { label: text.free, cell: (stock) => freeUnits(stock), numeric: true },
  ]
  return (
    <Card>
      <Table caption={text.packLots} columns={columns} rows={packLots} />
    </Card>
  )
}

/** What was written off, and why. */
export function LossTable({ losses }: { losses: Losses }) {
  const text = dictionary[useLocale()]
  if (losses.length === 0) return null
  const columns: Column<Losses[number]>[] = [
    { label: text.lossKind, cell: ({ kind }) => text.kinds[kind] },
    { label: text.reason, cell: ({ reason }) => reason },
    { label: text.when, cell: ({ atMs }) => <Moment at={atMs} /> },
    { label: text.amount, cell: ({ units }) => (units > 0 ? `${units} ${text.pieces}` : ''), numeric: true },
    { label: text.weight, cell: ({ grams }) => <Mass grams={grams} unit="kg" />, numeric: true },
  ]
  return (
    <Card>
      <div id="losses">
        <Table caption={text.losses} columns={columns} rows={losses} />
      </div>
    </Card>
  )
}
