import { maxUnits, type BasketLine, type PackKey } from '../../src/order/basket.ts'

/** The name of a line in the basket's form: an offer and a pack. */
export function lineKey({ offerId, packId }: PackKey): string {
  return `${offerId}~${packId}`
}

export function readLineKey(key: string): PackKey {
  const [offerId = '', packId = ''] = key.split('~')
  return { offerId, packId }
}

/** The basket as its form says: a quantity and a tick a line; a quantity that is no number stays as it was. */
export function readLines(lines: readonly BasketLine[], form: Record<string, unknown>): BasketLine[] {
  return lines.map((line) => {
    const units = Number(form[`units-${lineKey(line)}`])
    const known = Number.isInteger(units) && units >= 1
    return Object.assign({}, line, {
      units: known ? Math.min(units, maxUnits) : line.units,
      selected: form[`pick-${lineKey(line)}`] === 'yes',
    })
  })
}
