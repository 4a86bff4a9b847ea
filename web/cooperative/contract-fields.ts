import type { ContractDeduction, ContractPrice, ContractVersion } from '../../src/contract/queries.ts'
import type { BoundHousehold } from '../../src/contract/version/queries.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { parseYuan, yuan } from '../../src/kernel/money.ts'
import { refuse, type Result } from '../../src/kernel/result.ts'
import { parsePercent, percentText } from '../../src/kernel/share.ts'

export const grades = ['premium', 'first', 'second', 'processing'] as const
export const deductionKinds = ['packing', 'processing'] as const
/** How many products one form prices. */
export const productRows = [1, 2, 3] as const

type Fields = Record<string, unknown>
type Values = Record<string, string>

const shares = ['enterpriseBp', 'cooperativeBp', 'householdBp', 'advanceBp', 'deductionCapBp', 'inputCapBp'] as const
const plain = ['floorBasis', 'guaranteeOn', 'fromOn', 'untilOn'] as const

/** What the form holds, in the API's own shape: percent to basis points, yuan to fen, mu to hundredths of a mu. */
export function termsFields(form: Fields, idsByNumber: ReadonlyMap<number, string>): Fields {
  const fields: Fields = {}
  for (const name of shares) fields[name] = parsePercent(text(form[name])) ?? Number.NaN
  for (const name of plain) fields[name] = form[name]
  return {
    ...fields,
    receiptDays: Number(form['receiptDays']),
    afterSalesHours: Number(form['afterSalesHours']),
    prices: pricesTyped(form).map(({ productId, grade, typed }) => ({ productId, grade, floorFenPerKg: parseYuan(typed) ?? Number.NaN })),
    deductions: deductionKinds.flatMap((kind) => {
      const [percent, rate] = [text(form[`${kind}Bp`]), text(form[`${kind}Rate`])]
      if (percent === '' && rate === '') return []
      return [
        { kind, proceedsBp: percent ? (parsePercent(percent) ?? Number.NaN) : 0, fenPerKg: rate ? (parseYuan(rate) ?? Number.NaN) : 0 },
      ]
    }),
    households: landTyped(form).map(({ number, landCentimu }) => ({ householdId: idsByNumber.get(number) ?? '', landCentimu })),
  }
}

/** The form's own field names for the fields a schema complains about. */
export function nameFields(problem: Problem, form: Fields): Problem {
  if (!problem.fields) return problem
  const prices = pricesTyped(form)
  const renamed = Object.entries(problem.fields).map(([path, words]) => {
    const [part = '', index = '', ...rest] = path.replace(/^terms\./, '').split('.')
    if (part === 'prices') return [index === '' ? 'product1' : prices[Number(index)]!.field, words]
    if (part === 'deductions') return [`packing${rest[0] === 'fenPerKg' ? 'Rate' : 'Bp'}`, words]
    return [part, words]
  })
  return { ...problem, fields: Object.fromEntries(renamed) }
}

function pricesTyped(form: Fields) {
  return productRows.flatMap((row) => {
    const productId = text(form[`product${row}`])
    if (productId === '') return []
    const typed = grades.map((grade) => ({ productId, grade, field: `price${row}_${grade}`, typed: text(form[`price${row}_${grade}`]) }))
    return typed.filter((price) => price.typed !== '')
  })
}

/** The member numbers on the list, and lines that are not "number, mu". */
export function listedNumbers(form: Fields): Result<number[]> {
  const wrong = lines(form).filter((line) => !/^\d{1,7}[\s,，]+\d{1,5}(\.\d{1,2})?$/.test(line))
  if (wrong.length > 0) return refuse('member_number_unknown', { numbers: wrong.slice(0, 5).join('；') }, 'households')
  return { ok: true, value: landTyped(form).map(({ number }) => number) }
}

function landTyped(form: Fields): { number: number; landCentimu: number }[] {
  return lines(form).map((line) => {
    const [number, mu] = line.split(/[\s,，]+/)
    return { number: Number(number), landCentimu: parseYuan(mu ?? '') ?? 0 }
  })
}

function lines(form: Fields): string[] {
  return text(form['households'])
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** A version as the form shows it, to start the next one from. */
export function valuesOf(
  version: ContractVersion,
  prices: readonly ContractPrice[],
  deductions: readonly ContractDeduction[],
  bound: readonly BoundHousehold[],
): Values {
  const values: Values = { receiptDays: String(version.receiptDays), afterSalesHours: String(version.afterSalesHours) }
  for (const name of shares) values[name] = percentText(version[name])
  for (const name of plain) values[name] = version[name]
  const products = [...new Set(prices.map(({ productId }) => productId))]
  for (const [index, productId] of products.entries()) values[`product${index + 1}`] = productId
  for (const { productId, grade, floorFenPerKg } of prices) values[`price${products.indexOf(productId) + 1}_${grade}`] = yuan(floorFenPerKg)
  for (const { kind, proceedsBp, fenPerKg } of deductions) {
    if (proceedsBp > 0) values[`${kind}Bp`] = percentText(proceedsBp)
    if (fenPerKg > 0) values[`${kind}Rate`] = yuan(fenPerKg)
  }
  values['households'] = bound.map(({ number, landCentimu }) => `${number} ${landCentimu / 100}`).join('\n')
  return values
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
