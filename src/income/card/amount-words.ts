import type { Fen } from '../../kernel/money.ts'

const digits = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const places = ['', '十', '百', '千']
const groups = ['', '万', '亿', '万亿']

/** An amount as it is said in Chinese: 150320 fen is "一千五百零三元二角". Never negative. */
export function amountWords(amount: Fen): string {
  const yuan = Math.floor(amount / 100)
  const jiao = Math.floor((amount % 100) / 10)
  const fen = amount % 10
  const tail = `${jiao > 0 ? `${digits[jiao]}角` : fen > 0 ? '零' : ''}${fen > 0 ? `${digits[fen]}分` : ''}`
  if (yuan === 0 && tail !== '') return tail.replace(/^零/, '')
  return `${countWords(yuan)}元${tail}`
}

function countWords(count: number): string {
  if (count === 0) return '零'
  let words = ''
  let gap = false
  for (let group = groups.length - 1; group >= 0; group--) {
    const part = Math.floor(count / 10_000 ** group) % 10_000
    if (part === 0) {
      gap = words !== ''
      continue
    }
    words += `${words !== '' && (gap || part < 1000) ? '零' : ''}${groupWords(part)}${groups[group]}`
    gap = false
  }
  return words.replace(/^一十/, '十')
}

function groupWords(part: number): string {
  let words = ''
  let gap = false
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(part / 10 ** place) % 10
    if (digit === 0) gap = words !== ''
    else {
      words += `${gap ? '零' : ''}${digits[digit]}${places[place]}`
      gap = false
    }
  }
  return words
}
