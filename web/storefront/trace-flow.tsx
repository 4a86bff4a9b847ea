import { largestRemainder } from '../../src/kernel/share.ts'
import type { PublicTrace } from '../../src/trace/trace.ts'
import type { VillageName } from '../../src/trace/queries.ts'
import { Mass } from '../components/amount.tsx'
import { Flow, type FlowLink, type FlowNode } from '../components/flow.tsx'
import { useLocale, words } from '../components/locale.ts'
import { Table } from '../components/table.tsx'
import { wordsOf } from './words.ts'

type Props = { trace: PublicTrace; names: Map<string, VillageName> }
type Place = { key: string; name: string; township: string; households: number; grams: number }

// A phone's width draws so many bands legibly; the table has them all.
const drawnAtMost = 5

/** One yuan from the buyer to the parties of the contract, and the households' part on to their villages by weight. */
export function YuanFlow({ trace, names }: Props) {
  const locale = useLocale()
  const { trace: text, yuan } = wordsOf(locale)
  const tones = { households: 'leaf', cooperative: 'grain', enterprise: 'berry', packing: 'stone', processing: 'stone' } as const
  const nodes: FlowNode[] = [{ id: 'buyer', label: text.buyer, text: '', tone: 'grain' }]
  const links: FlowLink[] = []
  for (const { part, fen } of trace.yuan) {
    nodes.push({ id: part, label: part === 'households' ? text.growers : yuan.parts[part], text: yuan.fen(fen), tone: tones[part] })
    links.push({ from: 'buyer', to: part, value: fen })
  }
  const households = trace.yuan.find(({ part }) => part === 'households')?.fen ?? 0
  const places = drawn(placesOf({ trace, names }, locale), text.others)
  const shares = largestRemainder(
    BigInt(households * 10),
    places.map(({ grams }) => BigInt(grams)),
  )
  places.forEach(({ key, name }, index) => {
    const tenths = Number(shares[index])
    nodes.push({ id: key, label: name.replace(/ (?:Village|Community)$/, ''), text: yuan.tenths(tenths), tone: 'leaf' })
    links.push({ from: 'households', to: key, value: tenths / 10 })
  })
  return <Flow title={text.flow} description={text.flowDescription(households)} nodes={nodes} links={links} />
}

/** Where the lot came from: villages of five households or more, and all others as one. */
export function VillageTable({ trace, names }: Props) {
  const locale = useLocale()
  const text = wordsOf(locale).trace
  const total = trace.total!
  const share = (grams: number) => `${((grams / total.grams) * 100).toFixed(1)}%`
  return (
    <Table
      caption={text.villages}
      captionHidden
      dense
      columns={[
        { label: text.village, cell: VillageName },
        { label: text.households, cell: ({ households }) => households, numeric: true },
        { label: text.weight, cell: ({ grams }) => <Mass grams={grams} />, numeric: true },
        { label: text.share, cell: ({ grams }) => share(grams), numeric: true },
      ]}
      rows={placesOf({ trace, names }, locale)}
      totals={[text.total, total.households, <Mass grams={total.grams} />, '100%']}
    />
  )
}

function VillageName({ name, township }: Place) {
  return (
    <>
      {name} <small class="soft">{township}</small>
    </>
  )
}

function placesOf({ trace: { origin }, names }: Props, locale: 'zh' | 'en'): Place[] {
  if (origin.kind !== 'villages') return []
  const places = origin.villages.map(({ villageCode, households, grams }): Place => {
    const village = names.get(villageCode)
    return {
      key: villageCode,
      name: village ? words(locale, village.nameZh, village.nameEn) : villageCode,
      township: village ? words(locale, village.townshipZh, village.townshipEn) : '',
      households,
      grams,
    }
  })
  if (origin.others) places.push({ key: 'others', name: wordsOf(locale).trace.others, township: '', ...origin.others })
  return places
}

function drawn(places: Place[], others: string): Place[] {
  if (places.length <= drawnAtMost) return places
  const rest = places.slice(drawnAtMost - 1)
  const sum = (of: (place: Place) => number) => rest.reduce((total, place) => total + of(place), 0)
  const merged = {
    key: 'others',
    name: others,
    township: '',
    households: sum(({ households }) => households),
    grams: sum(({ grams }) => grams),
  }
  return [...places.slice(0, drawnAtMost - 1), merged]
}
