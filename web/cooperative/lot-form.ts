import { parseMass } from '../../src/kernel/quantity.ts'

type Fields = Record<string, unknown>
type Kind = { organisationId: string; productId: string; grade: string }

/** What the forms of a lot hold, in the API's shape: kilograms to grams; what cannot be read stays for the schema to refuse. */
export function packFields(form: Fields, { organisationId, productId, grade }: Kind): Fields {
  return { organisationId, productId, grade, packGrams: mass(form['packGrams']), nameZh: form['nameZh'], nameEn: form['nameEn'] }
}

export function packLotFields(form: Fields): Fields {
  const { packId, packedOn } = form
  return { packId, packedOn, units: count(form['units']), shelfLifeDays: count(form['shelfLifeDays']) }
}

export function lossFields(form: Fields): Fields {
  const { kind, reason } = form
  if (form['packLotId'] !== undefined) return { kind, reason, packLotId: form['packLotId'], units: count(form['units']) }
  return { kind, reason, grams: mass(form['grams']) }
}

function mass(value: unknown): number {
  return (typeof value === 'string' ? parseMass(value, 'kg') : null) ?? Number.NaN
}

function count(value: unknown): number {
  return typeof value === 'string' && /^\d{1,8}$/.test(value.trim()) ? Number(value) : Number.NaN
}
