import { z } from '@hono/zod-openapi'
import { findProvince } from '../region/province.ts'
import { phoneInput } from '../identity/phone/input.ts'
import { maxLines, maxUnits } from './basket.ts'
import { isTrackingNumber } from './tracking.ts'

const id = z.string().min(1).max(80)
const units = z.coerce
  .number('请填写数量|Enter a quantity')
  .int('请填写整数|Enter a whole number')
  .min(1, '至少 1 件|At least 1')
  .max(maxUnits)
const reason = z.string('请写明原因|Say why').trim().min(1, '请写明原因|Say why').max(200)

export const basketLineInput = z
  .object({
    offerId: id,
    packId: id,
    units: z.int().min(1).max(maxUnits),
    selected: z.boolean().default(true),
    seenPriceFen: z.int().min(0),
  })
  .openapi('BasketLine')
export const basketLinesInput = z.array(basketLineInput).max(maxLines)
export const basketInput = z.object({ lines: basketLinesInput }).openapi('Basket')

export const addedPackInput = z.object({ offerId: id, packId: id, units: units.default(1) })

export const recipientInput = z
  .object({
    name: z.string('请填写收货人|Enter a name').trim().min(1, '请填写收货人|Enter a name').max(40),
    phone: phoneInput,
    province: z.string('请选择省份|Choose a province').refine((code) => findProvince(code) !== null, '请选择省份|Choose a province'),
    address: z.string('请填写详细地址|Enter an address').trim().min(4, '请填写详细地址|Enter the full address').max(120),
  })
  .openapi('Recipient')

export const checkoutInput = z
  .object({
    lines: z
      .array(z.object({ offerId: id, packId: id, units }))
      .min(1, '请先选择要买的商品|Choose something to buy first')
      .max(maxLines)
      .refine(
        (lines) => new Set(lines.map(({ packId }) => packId)).size === lines.length,
        '同一规格请合并成一行|Put each pack on one line',
      ),
    recipient: recipientInput,
    note: z.string().trim().max(200).default(''),
    seenTotalFen: z.coerce.number().int().min(1).openapi({ description: 'The total the buyer saw, freight included, in fen' }),
    freshAgreed: z
      .boolean()
      .default(false)
      .openapi({ description: 'The buyer ticked that fresh goods cannot be returned without a reason' }),
  })
  .openapi('NewCheckout')

export const shipmentInput = z
  .object({
    carrier: z.string('请填写快递公司|Enter the carrier').trim().min(1, '请填写快递公司|Enter the carrier').max(30),
    trackingNumber: z
      .string('请填写快递单号|Enter the tracking number')
      .trim()
      .toUpperCase()
      .refine(isTrackingNumber, '快递单号应为 6-40 位字母或数字|6 to 40 letters or digits'),
  })
  .openapi('NewShipment')

export const refundInput = z
  .object({
    lines: z
      .array(z.object({ line: z.int().min(1), units: z.int().min(1) }))

      .max(100),
    withFreight: z.boolean().default(false),
    reason,
  })
  .openapi('NewRefund')

export const cancellationInput = z.object({ reason }).openapi('NewCancellation')

export const claimInput = z.object({
  line: z.coerce.number().int().min(1),
  units,
  words: z.string('请说明情况|Say what is wrong').trim().min(1, '请说明情况|Say what is wrong').max(500),
  photo: z
    .instanceof(File, { error: '请附一张照片|Please add a photo' })
    .refine((file) => file.size > 0, '请附一张照片|Please add a photo')
    .openapi({ type: 'string', format: 'binary' }),
})

export const claimDecisionInput = z
  .discriminatedUnion('decision', [
    z.object({ decision: z.literal('refund'), reason: z.string().trim().max(200).default('') }),
    z.object({ decision: z.literal('refuse'), reason }),
  ])
  .openapi('ClaimDecision')

export const lookUpInput = z.object({
  number: z.string('请填写订单号|Enter the order number').trim().min(1, '请填写订单号|Enter the order number').max(40),
  lastDigits: z
    .string('请填写手机尾号|Enter the last digits')
    .trim()
    .regex(/^\d{4}$/, '请填写手机号后 4 位|Enter the last 4 digits of the phone'),
})

export type NewCheckout = z.infer<typeof checkoutInput>
export type NewShipment = z.infer<typeof shipmentInput>
export type NewRefund = z.infer<typeof refundInput>
export type NewClaim = z.infer<typeof claimInput>
export type ClaimDecision = z.infer<typeof claimDecisionInput>
export type LookUp = z.infer<typeof lookUpInput>
