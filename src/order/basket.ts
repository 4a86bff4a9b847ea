import { freeFreightGapFen, freightFen, type FreightRule } from '../catalogue/freight.ts'
import { sumFen, type Fen } from '../kernel/money.ts'

/** What a buyer put in: a pack of an offer, how many, whether it is ticked, and the price they saw. */
export type BasketLine = { offerId: string; packId: string; units: number; selected: boolean; seenPriceFen: Fen }

export type PackKey = { offerId: string; packId: string }

/** A pack as it is on sale now. */
export type Sale = PackKey & {
  organisationId: string
  offerZh: string
  offerEn: string
  nameZh: string
  nameEn: string
  packGrams: number
  priceFen: Fen
  availableUnits: number
  shelfLifeDays: number
  freightRule: FreightRule
}

/** What a buyer reads on a line: the offer and the size of its pack. */
export function saleName(sale: Pick<Sale, 'offerZh' | 'offerEn' | 'nameZh' | 'nameEn'>, locale: 'zh' | 'en'): string {
  return locale === 'zh' ? `${sale.offerZh} ${sale.nameZh}` : `${sale.offerEn}, ${sale.nameEn}`
}

export type BasketNotice = 'gone' | 'sold_out' | 'short' | 'price_up' | 'price_down'

export type PricedLine<S extends Sale = Sale> = BasketLine & { sale: S | null; notices: BasketNotice[]; amountFen: Fen }

export type Group<S extends Sale = Sale> = {
  organisationId: string
  lines: PricedLine<S>[]
  goodsFen: Fen
  grams: number
  /** What is missing to free freight, over the rules that could still free it; null when none could. */
  freeGapFen: Fen | null
}

export const maxUnits = 999
export const maxLines = 50

export function samePack(a: PackKey, b: PackKey): boolean {
  return a.offerId === b.offerId && a.packId === b.packId
}

/** Adds units to a line, or a new line at the top; the price seen now is the one remembered. */
export function addToBasket(lines: readonly BasketLine[], added: Omit<BasketLine, 'selected'>): BasketLine[] {
  const before = lines.find((line) => samePack(line, added))
  const units = Math.min(maxUnits, (before?.units ?? 0) + added.units)
  return [{ ...added, units, selected: true }, ...lines.filter((line) => !samePack(line, added))].slice(0, maxLines)
}

/** Sets a line's units and tick; 0 units takes it out. */
export function setBasketLine(lines: readonly BasketLine[], key: PackKey, change: { units?: number; selected?: boolean }): BasketLine[] {
  return lines.map((line) => (samePack(line, key) ? { ...line, ...change } : line)).filter(({ units }) => units > 0)
}

/** A guest's basket joined to the user's own at sign-in: the larger quantity of each, nothing lost and nothing doubled. */
export function mergeBaskets(own: readonly BasketLine[], guest: readonly BasketLine[]): BasketLine[] {
  const joined = own.map((line) => {
    const other = guest.find((candidate) => samePack(candidate, line))
    return other ? { ...line, units: Math.max(line.units, other.units), selected: line.selected || other.selected } : line
  })
  return [...guest.filter((line) => !own.some((mine) => samePack(mine, line))), ...joined].slice(0, maxLines)
}

/** What was ordered, taken out. */
export function withoutOrdered(lines: readonly BasketLine[], ordered: readonly PackKey[]): BasketLine[] {
  return lines.filter((line) => !ordered.some((pack) => samePack(pack, line)))
}

/** The basket at today's prices, grouped by organisation in the order the buyer added them; what is gone forms no group. */
export function priceBasket<S extends Sale>(
  lines: readonly BasketLine[],
  sales: readonly S[],
): { groups: Group<S>[]; gone: PricedLine<S>[]; goodsFen: Fen } {
  const priced = lines.map((line) => priceLine(line, sales.find((sale) => samePack(sale, line)) ?? null))
  const organisations = [...new Set(priced.flatMap(({ sale }) => sale?.organisationId ?? []))]
  const groups = organisations.map((organisationId) => groupOf(organisationId, priced))
  return { groups, gone: priced.filter(({ sale }) => sale === null), goodsFen: sumFen(groups.map(({ goodsFen }) => goodsFen)) }
}

function priceLine<S extends Sale>(line: BasketLine, sale: S | null): PricedLine<S> {
  if (!sale) return { ...line, sale, notices: ['gone'], amountFen: 0 }
  const notices: BasketNotice[] = []
  if (sale.availableUnits === 0) notices.push('sold_out')
  else if (sale.availableUnits < line.units) notices.push('short')
  if (sale.priceFen !== line.seenPriceFen) notices.push(sale.priceFen > line.seenPriceFen ? 'price_up' : 'price_down')
  return { ...line, sale, notices, amountFen: line.units * sale.priceFen }
}

function groupOf<S extends Sale>(organisationId: string, priced: readonly PricedLine<S>[]): Group<S> {
  const lines = priced.filter(({ sale }) => sale?.organisationId === organisationId)
  const parcels = parcelsOf(lines.filter(({ selected }) => selected).flatMap(({ sale, units }) => (sale ? [{ sale, units }] : [])))
  const gaps = parcels.map(({ rule, goodsFen }) => freeFreightGapFen(rule, goodsFen)).filter((gap) => gap !== null)
  return {
    organisationId,
    lines,
    goodsFen: sumFen(parcels.map(({ goodsFen }) => goodsFen)),
    grams: parcels.reduce((sum, { grams }) => sum + grams, 0),
    freeGapFen: gaps.length > 0 ? Math.max(...gaps) : null,
  }
}

export type Wanted<S extends Sale = Sale> = { sale: S; units: number }

/** The goods of one organisation by freight rule: what travels under the same terms is weighed and priced together. */
export function parcelsOf(wanted: readonly Wanted[]): { rule: FreightRule; grams: number; goodsFen: Fen }[] {
  const byRule = Map.groupBy(wanted, ({ sale }) => JSON.stringify(sale.freightRule))
  return [...byRule.values()].map((own) => ({
    rule: own[0]!.sale.freightRule,
    grams: own.reduce((sum, { sale, units }) => sum + sale.packGrams * units, 0),
    goodsFen: sumFen(own.map(({ sale, units }) => sale.priceFen * units)),
  }))
}

/** Freight of one organisation's goods to a province, in fen; null when one of them is not delivered there. */
export function freightOf(wanted: readonly Wanted[], province: string): Fen | null {
  let total = 0
  for (const { rule, grams, goodsFen } of parcelsOf(wanted)) {
    const freight = freightFen(rule, grams, goodsFen, province)
    if (freight === null) return null
    total += freight
  }
  return total
}
