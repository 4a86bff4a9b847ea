import type { Ms } from '../kernel/time.ts'

const minuteMs = 60_000

/** Stripe opens no session for less than this. */
const sessionMs = 30 * minuteMs

/** A checkout is paid for once, so its payment has its name. */
export function paymentIdOf(checkoutId: string): string {
  return checkoutId.replace(/^chk_/, 'pay_')
}

/**
 * Under which key a payment is opened, and until when one can begin to pay: between 31 and 32 minutes, because the
 * provider counts its half hour from when our request arrives. Both stay the same for a minute, so that a lost answer is
 * asked for again with the same request; later the request is another one and needs another key.
 */
export function openingOf(paymentId: string, placedAtMs: Ms, now: Ms): { key: string; expiresAtMs: Ms } {
  const round = Math.max(0, Math.floor((now - placedAtMs) / minuteMs))
  const key = round === 0 ? paymentId : `${paymentId}:${round}`
  return { key, expiresAtMs: placedAtMs + (round + 2) * minuteMs + sessionMs }
}
