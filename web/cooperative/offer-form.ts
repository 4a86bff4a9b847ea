import type { PackPrices } from '../../src/catalogue/input.ts'
import { parseYuan } from '../../src/kernel/money.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { parseMass } from '../../src/kernel/quantity.ts'

type Fields = Record<string, unknown>

const wordFields = ['nameZh', 'nameEn', 'storyZh', 'storyEn', 'storageZh', 'storageEn', 'seasonFrom', 'seasonUntil', 'freightRuleId']

/** The words of an offer's form in the API's shape. */
export function offerWordFields(form: Fields): Fields {
  const words = Object.fromEntries(wordFields.map((name) => [name, form[name]]))
  return { ...words, shelfLifeDays: whole(form['shelfLifeDays']) }
}

export function priceName(packId: string): string {
  return `price-${packId}`
}

/** The priced packs of a form, by field "price-<pack id>"; empty ones are not sold, unreadable ones are left to the schema. */
export function priceFields(form: Fields, packIds: readonly string[]): PackPrices {
  return packIds.flatMap((packId) => {
    const typed = form[priceName(packId)]
    if (typeof typed !== 'string' || typed.trim() === '') return []
    return [{ packId, priceFen: parseYuan(typed) ?? Number.NaN }]
  })
}

/** A problem about "packs.1.priceFen" moves to the field of that pack. */
export function besidePrices(problem: Problem, packs: PackPrices): Problem {
  if (!problem.fields) return problem
  const fields = Object.entries(problem.fields).map(([name, words]) => {
    const index = /^packs\.(\d+)\./.exec(name)?.[1]
    const pack = index === undefined ? undefined : packs[Number(index)]
    return [pack ? priceName(pack.packId) : name, words] as const
  })
  return { ...problem, fields: Object.fromEntries(fields) }
}

/** A freight rule's form in the API's shape: kilograms and yuan to grams and fen. */
export function freightRuleFields(form: Fields, organisationId: string): Fields {
  const { nameZh, nameEn, freeFromFen } = form
  return {
    organisationId,
    nameZh,
    nameEn,
    provinces: [form['provinces'] ?? []].flat(),
    firstGrams: mass(form['firstGrams']),
    firstFen: money(form['firstFen']),
    stepGrams: mass(form['stepGrams']),
    stepFen: money(form['stepFen']),
    freeFromFen: freeFromFen === '' || freeFromFen === undefined ? null : money(freeFromFen),
  }
}

function money(value: unknown): number {
  return (typeof value === 'string' ? parseYuan(value) : null) ?? Number.NaN
}

function mass(value: unknown): number {
  return (typeof value === 'string' ? parseMass(value, 'kg') : null) ?? Number.NaN
}

function whole(value: unknown): number {
  return typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : Number.NaN
}
