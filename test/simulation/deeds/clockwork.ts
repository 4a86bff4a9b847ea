import { releaseExpired } from '../../../src/order/commands/release.ts'
import { assumeReceipts } from '../../../src/order/commands/receive.ts'
import { sendRefunds } from '../../../src/payment/commands.ts'
import { finaliseOrders } from '../../../src/proceeds/commands/finalise.ts'
import { postCaptured, receivePayment } from '../../../src/proceeds/commands/post-payment.ts'
import { forgetExpired } from '../../../src/platform/forget.ts'
import type { PaymentEvent } from '../../../src/platform/gateway.ts'
import { minuteMs, type Command, type Deed, type Passing, type World } from '../world.ts'

const jobs: Record<string, Command> = {
  postCaptured: (context) => postCaptured(context),
  releaseExpired: (context) => releaseExpired(context),
  sendRefunds: (context) => sendRefunds(context),
  assumeReceipts: (context) => assumeReceipts(context),
  finaliseOrders: (context) => finaliseOrders(context),
  forgetExpired: (context) => forgetExpired(context),
}

export const jobNames = Object.keys(jobs)

export function jobDeed(name: string): Deed {
  return { kind: name, actor: { kind: 'system', job: name }, command: jobs[name]! }
}

export function job(world: World): Deed {
  return jobDeed(world.random.pick(jobNames))
}

/** The provider tells what happened, first or again; it believes it was heard only when it was answered. */
export function tell(world: World): Deed | null {
  const event = world.provider.nextEvent()
  return event && tellDeed(world, event as PaymentEvent)
}

export function tellDeed({ provider, random }: World, event: PaymentEvent): Deed {
  return {
    kind: `receivePayment (${event.kind})`,
    actor: { kind: 'system', job: 'webhook' },
    command: (context) => receivePayment(context, event),
    answered: () => provider.acknowledged(event),
    // A provider that is told no gives up some day.
    refused: () => void (random.chance(0.3) && provider.acknowledged(event)),
  }
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
