import { fen, sumFen, type Fen } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'

/** One line of an order as money: what was bought and what of it was already given back. */
export type PaidLine = {
  line: number
  lotId: string
  packLotId: string
  packGrams: number
  units: number
  priceFen: Fen
  discountFen: Fen
  refundedUnits: number
  refundedFen: Fen
  returnedUnits: number
}

export type RefundWish = { line: number; units: number }
export type RefundPart = { line: number; lotId: string; packLotId: string; units: number; amountFen: Fen }

export function lineFen({ units, priceFen, discountFen }: Pick<PaidLine, 'units' | 'priceFen' | 'discountFen'>): Fen {
  return fen(units * priceFen - discountFen)
}

/**
 * What giving back `units` more of a line is worth in fen. Counted cumulatively - the floor for all units given back so
 * far, less what was already paid back - so that giving back every unit gives exactly the line's amount, in any steps.
 * Money that a lost dispute took without units was paid back for the first of them, so those may be worth 0 by now.
 */
export function refundableFen(line: PaidLine, units: number): Fen {
  const upTo = (BigInt(lineFen(line)) * BigInt(line.refundedUnits + units)) / BigInt(line.units)
  return Math.max(0, fen(upTo) - line.refundedFen)
}

/** The parts of a refund by line and quantity; refused when a line is unknown or has fewer units left. */
export function refundParts(lines: readonly PaidLine[], wishes: readonly RefundWish[]): Result<RefundPart[]> {
  const parts: RefundPart[] = []
  for (const wish of wishes) {
    const line = lines.find((candidate) => candidate.line === wish.line)
    const left = line ? line.units - line.refundedUnits : 0
    if (!line || wish.units < 1 || wish.units > left || parts.some((part) => part.line === wish.line)) {
      return refuse('refund_above_line', { units: left }, `line-${wish.line}`)
    }
    parts.push({
      line: line.line,
      lotId: line.lotId,
      packLotId: line.packLotId,
      units: wish.units,
      amountFen: refundableFen(line, wish.units),
    })
  }
  return ok(parts)
}

/** Everything that has not been given back yet, as wishes. */
export function everythingLeft(lines: readonly PaidLine[]): RefundWish[] {
  return lines
    .filter((line) => line.units > line.refundedUnits)
    .map(({ line, units, refundedUnits }) => ({ line, units: units - refundedUnits }))
}

export type LotMoney = { lotId: string; goodsFen: Fen }

/** Money per lot, in fen, lots in order of their ids. */
export function byLot(parts: readonly { lotId: string; amountFen: Fen }[]): LotMoney[] {
  const lots = [...new Set(parts.map(({ lotId }) => lotId))].sort()
  return lots.map((lotId) => ({ lotId, goodsFen: sumFen(parts.filter((part) => part.lotId === lotId).map(({ amountFen }) => amountFen)) }))
}

export type FinalLine = LotMoney & { units: number; grams: number }

/**
 * What an order leaves in each lot once it is final. `units` left the warehouse for good (bought less returned to stock
 * before shipping), also when their money was given back; `grams` and `goodsFen` count only what stayed sold.
 */
export function finalLines(lines: readonly PaidLine[]): FinalLine[] {
  return byLot(lines.map((line) => ({ lotId: line.lotId, amountFen: lineFen(line) - line.refundedFen }))).map(({ lotId, goodsFen }) => {
    const own = lines.filter((line) => line.lotId === lotId)
    const total = (of: (line: PaidLine) => number) => own.reduce((sum, line) => sum + of(line), 0)
    return {
      lotId,
      goodsFen,
      units: total(({ units, returnedUnits }) => units - returnedUnits),
      grams: total(({ units, refundedUnits, packGrams }) => (units - refundedUnits) * packGrams),
    }
  })
}
