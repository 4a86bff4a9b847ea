import { fc } from '../support/property.ts'
import { describe, expect, it } from 'vitest'
import { startOfDay } from '../../src/kernel/time.ts'
import { claimsUntil, cancelRefused, dueAfter, refundRefused, tabOf } from '../../src/order/order.ts'
import { orderNumber, readOrderNumber } from '../../src/order/number.ts'
import { cutPaste, readTracking } from '../../src/order/tracking.ts'

describe('an order number', () => {
  it('is read back however it was typed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), (random) => {
        const number = orderNumber(startOfDay('2026-11-21'), random)
        expect(number).toMatch(/^261121-[2-9A-Z]{4}-[2-9A-Z]{4}$/)
        expect(readOrderNumber(` ${number.toLowerCase().replace(/-/g, ' ')} `)).toBe(number)
      }),
    )
  })

  it('is nothing else', () => {
    expect(readOrderNumber('261121')).toBeNull()
    expect(readOrderNumber('')).toBeNull()
  })
})

describe('readTracking', () => {
  it('reads a line a parcel, with the usual carrier where none is given, and says which lines it cannot read', () => {
    const text = '261121-ABCD-2345, 顺丰速运, sf1234567890\n\n261121-ABCD-2346\tYT9988776655\nwhatever\n261121-ABCD-2347,中通,1'
    expect(readTracking(text, '圆通速递')).toEqual({
      rows: [
        { row: 1, number: '261121-ABCD-2345', carrier: '顺丰速运', trackingNumber: 'SF1234567890' },
        { row: 3, number: '261121-ABCD-2346', carrier: '圆通速递', trackingNumber: 'YT9988776655' },
      ],
      rejected: [
        { row: 4, text: 'whatever' },
        { row: 5, text: '261121-ABCD-2347,中通,1' },
      ],
    })
  })
})

describe('an order', () => {
  const terms = { receiptDays: 10, afterSalesHours: 48 }

  it('assumes receipt after the contract’s days and is final after its hours', () => {
    const at = startOfDay('2026-06-18')
    expect(dueAfter('shipped', at, terms)).toBe(startOfDay('2026-06-28'))
    expect(dueAfter('received', at, terms)).toBe(startOfDay('2026-06-20'))
    expect(claimsUntil(at, terms)).toBe(startOfDay('2026-06-20'))
    expect(claimsUntil(null, terms)).toBeNull()
  })

  it('can be cancelled only between payment and shipment, and refunded until it is final', () => {
    expect(['reserved', 'paid', 'shipped', 'received', 'final', 'cancelled'].map((status) => cancelRefused(status as never))).toEqual([
      'order_not_paid',
      null,
      'order_shipped',
      'order_shipped',
      'order_shipped',
      'order_status_moved',
    ])
    expect(['reserved', 'paid', 'shipped', 'received', 'final', 'released'].map((status) => refundRefused(status as never))).toEqual([
      'order_not_paid',
      null,
      null,
      null,
      'order_final',
      'order_status_moved',
    ])
  })

  it('stands in the tab of what comes next, an open claim first', () => {
    expect(tabOf('reserved', false)).toBe('to_pay')
    expect(tabOf('received', true)).toBe('after_sales')
    expect(tabOf('final', false)).toBe('done')
  })
})

describe('a long paste', () => {
  it('is taken from the front, and nothing is lost of the rest', () => {
    expect(cutPaste('a\n\r\n b\nc\nd', 2)).toEqual(['a\n b', ['c', 'd']])
    expect(cutPaste('a\nb', 2)).toEqual(['a\nb', []])
  })
})
