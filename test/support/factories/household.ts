import { registerHousehold } from '../../../src/household/commands.ts'
import type { NewHousehold } from '../../../src/household/input.ts'
import type { Context } from '../../../src/platform/context.ts'
import { asSystem, made } from './made.ts'
import { inventPerson } from './people.ts'

/** 诸葛村 in 靖州, the village of the seed's household. */
export const zhugeVillage = '431229200202'

let householdsMade = 0

type Overrides = Partial<Omit<NewHousehold, 'identity'>> & { identity?: Partial<NewHousehold['identity']> }

/** An invented household with a valid identity, registered since 2020. Answers its id. */
export async function makeHousehold(context: Context, { identity, ...overrides }: Overrides = {}): Promise<string> {
  householdsMade += 1
  const input: NewHousehold = {
    villageCode: zhugeVillage,
    people: 4,
    workers: 2,
    status: 'registered',
    statusFromOn: '2020-01-01',
    ...overrides,
    identity: { ...inventPerson(householdsMade, (overrides.villageCode ?? zhugeVillage).slice(0, 6)), ...identity },
  }
  return made(await registerHousehold(asSystem(context), input))
}
