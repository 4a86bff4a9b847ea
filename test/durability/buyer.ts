export type Offer = { offerId: string; packId: string }

/** How far a buyer has come, as far as they were told. */
export type Buyer = {
  n: number
  lines: (Offer & { units: number })[]
  totalFen: number
  checkoutId?: string
  paymentId?: string
  paid?: true
  refused?: string
}

/** Somebody who buys one or two packs of one or both organisations. */
export function buyerOf(n: number, offers: readonly Offer[], random: () => number): Buyer {
  const both = random() < 0.3
  const chosen = both ? offers : [offers[random() < 0.5 ? 0 : 1]!]
  return { n, lines: chosen.map((offer) => ({ ...offer, units: random() < 0.5 ? 1 : 2 })), totalFen: 0 }
}

/** Goes on from where the buyer was: place, open the payment, pay. A request without an answer throws, and may be sent again. */
export async function buy(url: string, buyer: Buyer, answered: () => void): Promise<void> {
  if (buyer.paid || buyer.refused) return
  buyer.checkoutId ??= await place(url, buyer)
  answered()
  if (!buyer.checkoutId) return
  buyer.paymentId ??= await open(url, buyer)
  answered()
  await pay(url, buyer)
  answered()
}

/** The provider tells of the payment, once more if need be: the event is the same. */
export async function pay(url: string, buyer: Buyer): Promise<void> {
  const answer = await post(url, `/api/payments/${buyer.paymentId}/events`, { kind: 'captured' }, `pay-event-${buyer.n}`)
  if (!answer.ok) throw new Error(`paying: ${answer.status} ${await answer.text()}`)
  buyer.paid = true
}

async function place(url: string, buyer: Buyer): Promise<string | undefined> {
  const recipient = { name: '周小北', phone: '13800000001', province: '110000000000', address: '北京市朝阳区示例路 8 号' }
  const input = { lines: buyer.lines, recipient, note: '', freshAgreed: true, seenTotalFen: buyer.totalFen || 1 }
  const answer = await post(url, '/api/checkouts', input, `checkout-${buyer.n}-${buyer.totalFen}`)
  if (answer.status === 201) return (await answer.json<{ id: string }>()).id
  const problem = await answer.json<{ code: string; facts: { total?: string } }>()
  if (problem.code === 'price_changed') {
    buyer.totalFen = Number(problem.facts.total!.replaceAll(/\D/g, ''))
    return place(url, buyer)
  }
  if (problem.code === 'busy_try_again') return place(url, buyer)
  if (answer.status >= 500) throw new Error(`placing: ${answer.status}`)
  buyer.refused = problem.code
  return undefined
}

async function open(url: string, { n, checkoutId }: Buyer): Promise<string> {
  const answer = await post(url, `/api/checkouts/${checkoutId}/payments`, {}, `payment-${n}`)
  if (!answer.ok) throw new Error(`opening: ${answer.status} ${await answer.text()}`)
  const { payPath } = await answer.json<{ payPath: string }>()
  return payPath.split('/').pop()!
}

function post(url: string, path: string, input: object, key: string): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key.padEnd(8, '-') },
    body: JSON.stringify(input),
  })
}
