import type { Actor } from '../../src/kernel/actor.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Ms } from '../../src/kernel/time.ts'
import type { VirtualClock } from './clock.ts'
import type { Bank } from './bank.ts'
import type { Group } from './gate.ts'
import type { Provider } from './provider.ts'
import type { Random } from './random.ts'

export type Organisation = { id: string; managers: readonly [Actor, Actor]; clerk: Actor }

/** A checkout its buyer knows of, and the provider's page it was shown, if any. */
export type Placed = { checkoutId: string; buyer: Actor; page: string | null }

/** What there is, as people outside see it; what they do not know they look up beside the gate. */
export type World = {
  random: Random
  clock: VirtualClock
  provider: Provider
  bank: Bank
  organisations: Organisation[]
  enterpriseId: string
  office: Actor
  supervisor: Actor
  buyers: Actor[]
  householdIds: string[]
  products: { id: string; grades: readonly string[] }[]
  placed: Placed[]
  /** Bank references guarantors have used, and how much each paid. */
  guaranteeReferences: Map<string, number>
  counter: number
  /** What people mean to do next, most of the time. */
  soon: Maker[]
  read<Row>(group: Group, text: string, params?: readonly unknown[]): Promise<Row[]>
}

/** Something somebody tries to do. `key`: sent again under it, it is done once. */
export type Deed = {
  kind: string
  actor: Actor
  command: Command
  /** Where the command keeps its idempotency key; none when it takes none. */
  keyed?: 'county' | 'market'
  /** Hears of the answer once it is known. */
  answered?: (value: unknown) => void
  refused?: () => void
}

export type Command = (context: Context) => Promise<unknown>

/** Hours and days go by, with nothing under way. */
export type Passing = { passes: Ms }

export type Maker = (world: World) => Promise<Deed | null> | Deed | Passing | null

export const minuteMs: Ms = 60_000

/** Ids of a query that answers one column "id". */
export async function idsOf(world: World, text: string, params: readonly unknown[] = [], group: Group = 'county'): Promise<string[]> {
  return (await world.read<{ id: string }>(group, text, params)).map(({ id }) => id)
}

/** One of the ids of a query, or null. */
export async function oneOf(world: World, text: string, params: readonly unknown[] = [], group: Group = 'county'): Promise<string | null> {
  const ids = await idsOf(world, text, params, group)
  return ids.length > 0 ? world.random.pickLate(ids) : null
}

/** Mostly the person whose work it is; now and then somebody whose work it is not. */
export function person(world: World, actor: Actor): Actor {
  if (!world.random.chance(0.02)) return actor
  const others: Actor[] = [
    { kind: 'guest' },
    world.supervisor,
    world.office,
    world.buyers[0]!,
    ...world.organisations.flatMap(({ managers, clerk }) => [...managers, clerk]),
    { kind: 'household', householdId: world.random.pick(world.householdIds), cardId: 'card_none' },
  ]
  return world.random.pick(others)
}

/** A photo or a scan, each another one. It answers at once, as nothing may answer when it likes. */
export function paper(world: World): File {
  world.counter += 1
  const bytes = new TextEncoder().encode(`sheet ${world.counter}`)
  return Object.assign(new File([bytes], 'sheet.jpg', { type: 'image/jpeg' }), { arrayBuffer: async () => bytes.buffer })
}
