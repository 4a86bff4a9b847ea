import { addDays, type LocalDate } from '../../src/kernel/time.ts'
import { publishNotice } from '../../src/settlement/commands/publish-notice.ts'
import { makeInput } from '../../test/support/factories/inputs.ts'
import { asSystem, made } from '../../test/support/factories/made.ts'
import { makeCapital, makeSurplus, makeSurplusDeposit } from '../../test/support/factories/surplus.ts'
import { drawPhoto } from './photo.ts'
import type { World } from './world.ts'

type HandingOut = { organisationId: string; contractVersionId: string; households: readonly string[]; on: LocalDate }

/** Plans fertiliser and nets bought together in spring and handed out on credit, each signed for on a list. */
export function handOutInputs(world: World, { organisationId, contractVersionId, households, on }: HandingOut): void {
  world.on(on, 10, async () => {
    const list = new Blob([await drawPhoto()], { type: 'image/png' })
    for (const [index, householdId] of households.entries()) {
      const bags = 2 + (index % 4)
      const taken = { organisationId, householdId, contractVersionId }
      await makeInput(world.context, { ...taken, item: '有机肥', count: bags, unit: '袋', amountFen: bags * 8500 }, list)
      if (index % 3 === 0) await makeInput(world.context, { ...taken, item: '防虫网', count: 1, unit: '卷', amountFen: 12_600 }, list)
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
