import { yuan, type Fen } from '../kernel/money.ts'

/** What a buyer is told, and with which facts. */
export type News =
  | { kind: 'paid'; number: string; amountFen: Fen }
  | { kind: 'shipped'; number: string; carrier: string; trackingNumber: string }
  | { kind: 'refunded'; number: string; amountFen: Fen }
  | { kind: 'not_served'; number: string; amountFen: Fen }
  | { kind: 'claim_refused'; number: string; reason: string }

/** The words of a message, in the language the buyer ordered in. No more personal data than an order number. */
export function newsWords(news: News, locale: 'zh' | 'en'): string {
  return locale === 'zh' ? chinese(news) : english(news)
}

function chinese(news: News): string {
  if (news.kind === 'paid') return `【四跟集市】订单 ${news.number} 已付款 ¥${yuan(news.amountFen)}，合作社会尽快发货。`
  if (news.kind === 'shipped') return `【四跟集市】订单 ${news.number} 已发货：${news.carrier} ${news.trackingNumber}。`
  if (news.kind === 'refunded') return `【四跟集市】订单 ${news.number} 已退款 ¥${yuan(news.amountFen)}，原路退回。`
  if (news.kind === 'not_served') return `【四跟集市】订单 ${news.number} 付款时已超时关闭，¥${yuan(news.amountFen)} 已原路退回。`
  return `【四跟集市】订单 ${news.number} 的售后申请没有通过：${news.reason}`
}

function english(news: News): string {
  if (news.kind === 'paid') return `[Sigen] Order ${news.number} is paid: ¥${yuan(news.amountFen)}. The cooperative will ship it soon.`
  if (news.kind === 'shipped') return `[Sigen] Order ${news.number} has been shipped: ${news.carrier} ${news.trackingNumber}.`
  if (news.kind === 'refunded')
    return `[Sigen] ¥${yuan(news.amountFen)} of order ${news.number} has been refunded to the account you paid from.`
  if (news.kind === 'not_served') {
    return `[Sigen] Order ${news.number} had closed before the payment came. ¥${yuan(news.amountFen)} has been sent back to you.`
  }
  return `[Sigen] Your claim about order ${news.number} was not accepted: ${news.reason}`
}
