import { everyMinute, everyNight } from '../../../src/http/jobs.ts'
import type { ProviderEvent } from '../../../src/payment/provider-event.ts'
import { receiveEvent } from '../../../src/proceeds/commands/receive-event.ts'
import { minuteMs, type Deed, type Passing, type World } from '../world.ts'

const jobs = [...everyMinute, ...everyNight]

export const jobNames = jobs.map(({ name }) => name)

export function jobDeed(name: string): Deed {
  const { run } = jobs.find((each) => each.name === name)!
  return { kind: `job ${name}`, actor: { kind: 'system', job: name }, command: run }
}

export function job(world: World): Deed {
  return jobDeed(world.random.pick(jobNames))
}

/** The provider tells what happened, first or again; it believes it was heard only when it was answered. */
export function tell(world: World): Deed | null {
  const event = world.provider.nextEvent()
  return event && tellDeed(world, event)
}

export function tellDeed({ provider }: World, event: ProviderEvent): Deed {
  return {
    kind: `receiveEvent (${event.fact?.kind})`,
    actor: { kind: 'system', job: 'webhook' },
    command: (context) => receiveEvent(context, event),
    answered: () => provider.acknowledged(event),
  }
}

/** The provider pays out, a refund comes back, or a buyer's bank steps in. Nothing of ours is called. */
export function trouble({ provider, random, soon }: World): null {
  if (random.chance(0.2)) provider.balance.payOut()
  else if (random.chance(0.3)) provider.bounce()
  else provider.dispute()
  if (random.chance(0.5)) soon.push(tell)
  return null
}

/** Minutes, hours, days; rarely weeks. */
export function timePasses({ random }: World): Passing {
  const hour = 60 * minuteMs
  const passes = {
    minutes: random.between(1, 59) * minuteMs,
    hours: random.between(1, 23) * hour,
    days: random.between(1, 6) * 24 * hour,
    weeks: random.between(7, 40) * 24 * hour,
  }
  return { passes: passes[random.weighted({ minutes: 10, hours: 6, days: 5, weeks: 2 })] }
}
