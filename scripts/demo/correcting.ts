import { findDelivery } from '../../src/intake/queries.ts'
import type { LocalDate } from '../../src/kernel/time.ts'
import { decideCorrection, proposeCorrection } from '../../src/lot/correction/commands.ts'
import { recordReservePayment } from '../../src/settlement/commands/record-reserve-payment.ts'
import { asSystem, made } from '../../test/support/factories/made.ts'
import type { World } from './world.ts'

/** A member's slip said ten kilograms too much; months later somebody looks at the photo. Approved by a second person unless left open. */
export function correctWeight(world: World, slip: () => string, on: LocalDate, isApproved: boolean): void {
  const { context } = world
  world.on(on, 11, async () => {
    const wrong = (await findDelivery(context, slip()))!
    const { householdId, grade, grossGrams, tareGrams, deductedGrams } = wrong
    const corrected = { householdId, grade, grossGrams: grossGrams - 10_000, tareGrams, deductedGrams, priceFenPerKg: null }
    const reason = '磅秤未归零：照片上是毛重，多记了 10 公斤'
    const id = made(await proposeCorrection(asSystem(context, 'clerk'), wrong.id, { corrected, reason }))
    if (isApproved) made(await decideCorrection(asSystem(context, 'manager'), id, { decision: 'approve', words: '核对照片，属实' }))
  })
}

/** Money the organisation sets aside before anything has to be laid out. */
export function setReserve(world: World, organisationId: string, on: LocalDate, amountFen: number): void {
  world.on(on, 9, async () => {
    const payment = { organisationId, amountFen, bankReference: `准备金-${on}`, paidOn: on }
    made(await recordReservePayment(asSystem(world.context), payment))
  })
}
