import { checkDigit } from '../../../src/household/identity-number.ts'
import { addDays } from '../../../src/kernel/time.ts'

const surnames = '吴杨龙石明储梁黄潘龚姚张李王陈刘'
const givenNames = [
  '德贵',
  '昌明',
  '秀英',
  '老三',
  '正发',
  '桂花',
  '再兴',
  '光荣',
  '宏',
  '通海',
  '玉兰',
  '进财',
  '小满',
  '长生',
  '金莲',
  '建国',
]
const banks = ['湖南农村商业银行', '中国邮政储蓄银行', '中国农业银行']

/** The n-th invented person of a county, always the same one: name, valid identity number, phone and account. */
export function inventPerson(n: number, countyDigits = '431229') {
  const born = addDays('1950-01-01', (n * 7919) % 18_000).replaceAll('-', '')
  const first17 = `${countyDigits}${born}${String(n % 1000).padStart(3, '0')}`
  const name = surnames[n % surnames.length]! + givenNames[(7 * n + Math.floor(n / surnames.length)) % givenNames.length]!
  return {
    name,
    idNumber: first17 + checkDigit(first17),
    phone: `139${String((n * 104_729) % 100_000_000).padStart(8, '0')}`,
    bankName: banks[n % banks.length]!,
    bankAccount: `62179900${String(n).padStart(11, '0')}`,
  }
}
