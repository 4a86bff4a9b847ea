import { yuan, type Fen } from '../../src/kernel/money.ts'
import { percentText } from '../../src/kernel/share.ts'
import type { PartRow } from '../../src/settlement/surplus/queries.ts'
import { Money } from '../components/amount.tsx'
import { Card, Facts } from '../components/figure.tsx'
import { Flow } from '../components/flow.tsx'
import { useLocale } from '../components/locale.ts'
import { Table } from '../components/table.tsx'
import { dictionary } from './surplus-words.ts'

export type Division = {
  year: string
  surplusFen: Fen
  reserveBp: number
  volumeBp: number
  reserveFen: Fen
  byVolumeFen: Fen
  byCapitalFen: Fen
  tradeFen: Fen
}

/** How a surplus divides, as a picture and in figures. */
export function DivisionCard({ division }: { division: Division }) {
  const text = dictionary[useLocale()]
  const { year, surplusFen, reserveFen, reserveBp, byVolumeFen, byCapitalFen, volumeBp, tradeFen } = division
  const money = (fen: Fen) => `¥${yuan(fen)}`
  const distributableFen = surplusFen - reserveFen
  return (
    <Card title={text.title(year)}>
      <Flow
        title={text.flow}
        description={text.flowWords(money(surplusFen), money(reserveFen), money(byVolumeFen), money(byCapitalFen))}
        nodes={[
          { id: 'surplus', label: text.surplus, text: money(surplusFen), tone: 'grain' },
          { id: 'volume', label: text.byVolume, text: money(byVolumeFen), tone: 'leaf' },
          { id: 'capital', label: text.byCapital, text: money(byCapitalFen), tone: 'berry' },
          { id: 'reserve', label: text.reserve, text: money(reserveFen), tone: 'stone' },
        ]}
        links={[
          { from: 'surplus', to: 'volume', value: byVolumeFen },
          { from: 'surplus', to: 'capital', value: byCapitalFen },
          { from: 'surplus', to: 'reserve', value: reserveFen },
        ]}
      />
      <Facts
        facts={[
          [text.surplus, <Money fen={surplusFen} />],
          [`${text.reserve} ${percentText(reserveBp)}%`, <Money fen={reserveFen} />],
          [text.distributable, <Money fen={distributableFen} />],
          [text.byVolume, <Money fen={byVolumeFen} />],
          [text.byCapital, <Money fen={byCapitalFen} />],
          [text.trade, <Money fen={tradeFen} />],
        ]}
      />
      {tradeFen > 0 && <p>{text.rate(rateText(byVolumeFen, tradeFen))}</p>}
      {byCapitalFen === 0 && volumeBp < 10_000 && <p class="hint">{text.noCapital}</p>}
      <p class="hint">{text.law(percentText(byCapitalFen === 0 ? 10_000 : volumeBp))}</p>
    </Card>
  )
}

/** Yuan for every 100 yuan of trade, with two decimals, rounded down. */
function rateText(byVolumeFen: Fen, tradeFen: Fen): string {
  return yuan(Number((BigInt(byVolumeFen) * 10_000n) / BigInt(tradeFen)))
}

type PartsProps = { parts: readonly PartRow[]; names: ReadonlyMap<string, string>; members: number }

/** What each member's part was worked out from. */
export function PartsCard({ parts, names, members }: PartsProps) {
  const text = dictionary[useLocale()]
  return (
    <Card title={text.parts}>
      <p class="hint">{text.partsNote}</p>
      {parts.length < members && <p class="hint">{text.first(parts.length, members)}</p>}
      <Table
        caption={text.parts}
        captionHidden
        dense
        rows={parts}
        columns={[
          { label: text.name, cell: ({ householdId }) => names.get(householdId) ?? householdId },
          { label: text.trade, cell: ({ tradeFen }) => <Money fen={tradeFen} />, numeric: true },
          { label: text.byVolume, cell: ({ byVolumeFen }) => <Money fen={byVolumeFen} />, numeric: true },
          { label: text.capital, cell: ({ capitalFen }) => <Money fen={capitalFen} />, numeric: true },
          { label: text.byCapital, cell: ({ byCapitalFen }) => <Money fen={byCapitalFen} />, numeric: true },
          { label: text.sum, cell: ({ byVolumeFen, byCapitalFen }) => <Money fen={byVolumeFen + byCapitalFen} />, numeric: true },
        ]}
      />
    </Card>
  )
}
