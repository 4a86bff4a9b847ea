/** What a status of ISO 20022 means for a payment: it has ended one way or the other, or not yet, or differs by payment. */
export type Verdict = 'paid' | 'failed' | 'accepted' | 'open' | 'mixed'

const verdicts: Record<string, Verdict> = {
  ACSC: 'paid',
  ACCC: 'paid',
  RJCT: 'failed',
  ACTC: 'accepted',
  ACCP: 'accepted',
  ACSP: 'accepted',
  ACWC: 'accepted',
  ACWP: 'accepted',
  RCVD: 'open',
  PDNG: 'open',
  PART: 'mixed',
}

/** Null for a status we do not know. Source: ISO 20022 external code set, ExternalPaymentTransactionStatus1Code. */
export function verdictOf(status: string): Verdict | null {
  return Object.hasOwn(verdicts, status) ? verdicts[status]! : null
}

/**
 * Whether what is said of the whole denies what is said of a part: all settled or all rejected leaves no other, and what was
 * accepted as a whole holds nothing rejected - the bank says "part" then.
 */
export function contradicts(whole: Verdict, part: Verdict): boolean {
  if (whole === 'paid' || whole === 'failed') return part !== whole
  return whole === 'accepted' && (part === 'failed' || part === 'mixed')
}

const reasons: Record<string, string> = {
  AC01: '账号不正确',
  AC04: '账户已销户',
  AC06: '账户被冻结',
  AC07: '收款账户已销户',
  AG01: '账户不允许此类交易',
  AM04: '付款账户余额不足',
  AM05: '重复付款',
  BE01: '户名与账号不符',
  BE04: '收款人地址缺失',
  MD07: '收款人已故',
  MS03: '银行未说明原因',
  RC01: '行号不正确',
  RC04: '收款行行号不正确',
}

/** "AC04 账户已销户": a reason's code with what it means, and the bank's own words where it adds some. */
export function reasonText(code: string, words: readonly string[]): string {
  return [code, reasons[code] ?? '', ...words]
    .filter((part) => part !== '')
    .join(' ')
    .slice(0, 200)
}
