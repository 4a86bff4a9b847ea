import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openingOf, paymentIdOf } from '../../src/payment/opening.ts'
import { paymentLines } from '../../src/payment/payment-lines.ts'
import { waitMs } from '../../src/payment/provider-event.ts'
import { standingOf } from '../../src/payment/stripe/session.ts'
import { kindOf, sourceOf } from '../../src/payment/stripe/transaction.ts'

const minuteMs = 60_000

describe('openingOf', () => {
  it('gives the same request for a minute and another key with another one, open for 31 to 32 minutes', () => {
    fc.assert(
      fc.property(fc.nat(40 * minuteMs), fc.nat(40 * minuteMs), (first, second) => {
        const [a, b] = [openingOf('pay_1', 1000, 1000 + first), openingOf('pay_1', 1000, 1000 + second)]
        const lasts = a.expiresAtMs - 1000 - first
        expect(lasts > 31 * minuteMs && lasts <= 32 * minuteMs).toBe(true)
        expect(a.key === b.key).toBe(a.expiresAtMs === b.expiresAtMs)
      }),
    )
    expect(openingOf('pay_1', 1000, 1000).key).toBe('pay_1')
    expect(paymentIdOf('chk_ab')).toBe('pay_ab')
  })
})

describe('paymentLines', () => {
  const line = fc.record({ units: fc.integer({ min: 1, max: 999 }), priceFen: fc.integer({ min: 2, max: 99_999 }), off: fc.nat(1) })
  it('sum to what is paid, in at most 100 lines of whole fen', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 150 }), fc.nat(5000), (wished, freightFen) => {
        const lines = wished.map(({ off, ...rest }) => ({
          ...rest,
          discountFen: off,
          orderId: 'ord_1',
          nameZh: '杨梅',
          nameEn: 'Bayberry',
        }))
        const goodsFen = lines.reduce((sum, { units, priceFen, discountFen }) => sum + units * priceFen - discountFen, 0)
        const shown = paymentLines([{ id: 'ord_1', goodsFen, freightFen }], lines, 'zh')
        expect(shown.reduce((sum, { units, priceFen }) => sum + units * priceFen, 0)).toBe(goodsFen + freightFen)
        expect(shown.length).toBeLessThanOrEqual(100)
      }),
    )
  })
})

describe('waitMs', () => {
  it('doubles from a minute to six hours', () => {
    expect([0, 1, 2, 8, 9, 500].map(waitMs)).toEqual([1, 2, 4, 256, 360, 360].map((minutes) => minutes * minuteMs))
  })
})

describe('standingOf', () => {
  it.each([
    ['complete', 'paid', 'captured'],
    ['complete', 'no_payment_required', 'captured'],
    ['expired', 'unpaid', 'expired'],
    ['complete', 'unpaid', 'pending'],
  ] as const)('reads %s and %s as %s', (status, payment_status, standing) => {
    expect(standingOf({ status, payment_status, payment_intent: 'pi_1' })).toBe(standing)
  })
})

describe('a movement of the balance', () => {
  it.each([
    ['charge', 'charge', 'payment'],
    ['payment', 'charge', 'payment'],
    ['payment_refund', 'refund', 'refund'],
    ['refund_failure', 'refund_failure', 'refund'],
    ['adjustment', 'dispute', 'dispute'],
    ['adjustment', 'dispute_reversal', 'dispute_reversal'],
    ['stripe_fee', 'fee', 'fee'],
    ['payout_failure', 'payout_reversal', 'payout'],
    ['adjustment', 'other_adjustment', 'other'],
  ] as const)('of type %s in category %s is a %s', (type, reporting_category, kind) => {
    expect(kindOf({ type, reporting_category })).toBe(kind)
  })

  it('without a source refers to itself', () => {
    expect(sourceOf({ id: 'txn_1', source: null })).toEqual({ reference: 'txn_1', paymentId: null, intent: null })
  })
})
