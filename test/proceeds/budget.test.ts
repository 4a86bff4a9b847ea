import { describe, expect, it } from 'vitest'
import { dearestOrderRows, paidOrderRows } from '../support/paid-order-rows.ts'

describe('a paid order of one line and one lot', () => {
  it(
    'writes at most 40 rows from placing to paid, the same with 10 and with 1,000 households behind the lot',
    { timeout: 60_000 },
    async () => {
      const [few, many] = [await paidOrderRows(10), await paidOrderRows(1000)]
      expect(few.rowsWritten).toBeLessThanOrEqual(40)
      expect(few.firstOrderRowsWritten).toBe(few.rowsWritten)
      expect(many).toEqual(few)
    },
  )

  it('stays within 40 rows for a signed-in buyer whose units carry the count of sales past a ten', { timeout: 60_000 }, async () => {
    expect(await dearestOrderRows(10)).toBeLessThanOrEqual(40)
  })
})
