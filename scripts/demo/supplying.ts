import { addDays, type LocalDate } from '../../src/kernel/time.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { makeInput } from '../../test/support/factories/inputs.ts'
import { asSystem, made } from '../../test/support/factories/made.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../../test/support/factories/surplus.ts'
import { drawPhoto } from './photo.ts'
import type { World } from './world.ts'

type Goods = { item: string; unit: string; priceFen: number }
type HandingOut = { organisationId: string; contractVersionId: string; households: readonly string[]; goods: Goods; on: LocalDate }

/** Plans goods bought together before the season and handed out on credit, each signed for on a list. */
export function handOutInputs(world: World, { organisationId, contractVersionId, households, goods, on }: HandingOut): void {
  world.on(on, 10, async () => {
    const list = new Blob([await drawPhoto()], { type: 'image/png' })
    for (const [index, householdId] of households.entries()) {
      const count = 2 + (index % 4)
      const { item, unit, priceFen } = goods
      const taken = { organisationId, householdId, contractVersionId, item, count, unit, amountFen: count * priceFen }
      await makeInput(world.context, taken, list)
    }
  })
}

type Returning = { organisationId: string; households: readonly string[]; foundedOn: LocalDate; year: number; surplusFen: number }

/** Plans the surplus of a year: members' paid-in capital, its deposit a week ago, and a notice that hangs today. */
export function returnSurplus(world: World, { organisationId, households, foundedOn, year, surplusFen }: Returning): void {
  const { context, today } = world
  world.on(foundedOn, 11, async () => {
    for (const [index, householdId] of households.entries()) {
      const document = `出资证明书 ${String(index + 1).padStart(3, '0')} 号`
      await makeCapital(context, { organisationId, householdId, fromOn: foundedOn, shareFen: 50_000 * (1 + (index % 5)), document })
    }
  })
  world.on(addDays(today, -6), 11, async () => void (await makeSurplusDeposit(context, organisationId, surplusFen)))
  world.on(addDays(today, -5), 9, async () => {
    const id = await makeSurplus(context, { organisationId, year: String(year), surplusFen })
    made(await publishNotice(asSystem(context, 'settlement-maker'), id))
  })
}
