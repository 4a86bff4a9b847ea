import type { Grade } from '../../src/intake/slip.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import { parseMass } from '../../src/kernel/quantity.ts'

type Fields = Record<string, unknown>

/** What the entry form holds, in the API's own shape: kilograms to grams, yuan to fen; what cannot be read stays for the schema to refuse. */
export function deliveryFields(form: Fields, organisationId: string): Fields {
  const { contractVersionId, productId, grade } = parseKind(text(form['kind'])) ?? {}
  return {
    organisationId,
    householdId: form['householdId'],
    contractVersionId,
    productId,
    grade,
    deliveredOn: form['deliveredOn'],
    grossGrams: mass(form['grossGrams']),
    tareGrams: text(form['tareGrams']) === '' ? 0 : mass(form['tareGrams']),
    deductedGrams: text(form['deductedGrams']) === '' ? 0 : mass(form['deductedGrams']),
    priceFenPerKg: text(form['priceFenPerKg']) === '' ? null : (parseYuan(text(form['priceFenPerKg'])) ?? Number.NaN),
    pin: text(form['pin']) || null,
  }
}

type Kind = { contractVersionId: string; productId: string; grade: Grade }

/** Contract version, product and grade in one value, as addresses and forms carry them. */
export function kindKey({ contractVersionId, productId, grade }: Kind): string {
  return `${contractVersionId}~${productId}~${grade}`
}

export function parseKind(key: string | undefined): { contractVersionId: string; productId: string; grade: string } | null {
  const [contractVersionId, productId, grade] = (key ?? '').split('~')
  return contractVersionId && productId && grade ? { contractVersionId, productId, grade } : null
}

/** An upload that holds anything. */
export function upload(value: unknown): Blob | null {
  return value instanceof File && value.size > 0 ? value : null
}

function mass(value: unknown): number {
  return parseMass(text(value), 'kg') ?? Number.NaN
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
