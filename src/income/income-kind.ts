/** The six incomes 六金: rent 租金, dividend 股金, wage 薪金, fee 酬金, bonus 奖金, sale 售金. */
export type IncomeKind = 'rent' | 'dividend' | 'wage' | 'fee' | 'bonus' | 'sale'

/** The registry's four classes: wage 工资性, business 生产经营性, property 财产性, transfer 转移性. */
export type IncomeClass = 'wage' | 'business' | 'property' | 'transfer'

const classes: Record<IncomeKind, IncomeClass> = {
  rent: 'property',
  dividend: 'property',
  wage: 'wage',
  fee: 'wage',
  bonus: 'wage',
  sale: 'business',
}

/**
 * The class a kind is counted under in the registry's income sheet. Produce sold, with the firm's top-up to the floor,
 * is business income; a fee or bonus counts as wage when the household bears no cost of its own.
 */
export function incomeClass(kind: IncomeKind): IncomeClass {
  return classes[kind]
}
