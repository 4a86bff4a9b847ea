import { sql } from 'drizzle-orm'
import { openSession } from '../../identity/commands.ts'
import { permit } from '../../identity/permission.ts'
import { actorKey } from '../../kernel/actor.ts'
import type { Problem } from '../../kernel/problem.ts'
import { ok, refuse, type Result } from '../../kernel/result.ts'
import { newId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import { build } from '../../platform/database.ts'
import { hashPassword, verifyPassword } from '../../platform/password.ts'
import { limitTries } from '../../platform/rate-limit.ts'
import { findHousehold } from '../queries.ts'
import type { OpenCard } from './input.ts'
import { findCardByToken, findLiveCard, signToken } from './queries.ts'
import { cards } from './tables.ts'

/** A card just made. The PIN is nowhere else: it is shown once, on this answer. */
export type IssuedCard = { cardId: string; token: string; pin: string }

const maxFailures = 5

/** Makes a household's card at the office and revokes the one before. A cooperative's manager goes through `issueMemberCard`. */
export async function issueCard(context: Context, householdId: string): Promise<Result<IssuedCard>> {
  const household = await findHousehold(context.county, householdId)
  const refused = permit(context.actor, 'card.issue', { divisionCode: household?.villageCode })
  if (refused) return { ok: false, problem: refused }
  return household ? makeCard(context, householdId) : refuse('not_found')
}

/** Makes the card once the caller has made sure that the actor may. The same idempotency key does not show a PIN twice. */
export async function makeCard(context: Context, householdId: string): Promise<Result<IssuedCard>> {
  const now = context.clock.now()
  const cardId = newId('card', context.clock)
  const pin = randomPin()
  const pinHash = await hashPassword(pin, context.secrets.passwordPepper)
  const row = { id: cardId, householdId, pinHash, failures: 0, issuedBy: actorKey(context.actor), issuedAtMs: now, revokedAtMs: null }
  const statements = [
    sql`UPDATE cards SET revoked_at_ms = ${now} WHERE household_id = ${householdId} AND revoked_at_ms IS NULL`,
    build.insert(cards).values(row),
  ]
  const made = await commit(context, 'county', statements, { action: 'card.issue', subject: cardId, detail: { householdId } })
  if (!made.ok) return made
  return made.value === cardId ? ok({ cardId, token: signToken(context, cardId), pin }) : refuse('card_shown_once')
}

/** Opens a session of ten minutes for the household. Five wrong PINs in a row lock the card. */
export async function openCard(context: Context, { token, pin }: OpenCard, address: string): Promise<Result<string>> {
  const limited = await limitTries(context, [`card-from:${address}`], { tries: 30, minutes: 15 })
  if (limited) return { ok: false, problem: limited }
  const card = await findCardByToken(context, token)
  if (!card) return refuse('card_not_valid')
  const problem = await tryPin(context, card, pin)
  return problem ? { ok: false, problem } : openSession(context, { householdId: card.householdId, cardId: card.id })
}

/** The household confirms something with its own PIN, at the scale or for cash; null when the PIN is right. */
export async function checkPin(context: Context, householdId: string, pin: string): Promise<Problem | null> {
  const card = await findLiveCard(context, householdId)
  return card ? tryPin(context, card, pin) : { code: 'card_missing', facts: {} }
}

// The try is counted before the PIN is looked at, so that guesses sent at the same time count too.
async function tryPin(context: Context, card: { id: string; pinHash: string }, pin: string): Promise<Problem | null> {
  const counted = await context.county.first<{ failures: number }>(sql`
    UPDATE cards SET failures = failures + 1 WHERE id = ${card.id} AND failures < ${maxFailures} AND revoked_at_ms IS NULL RETURNING failures`)
  if (!counted) return { code: 'card_locked', facts: {} }
  if (await verifyPassword(pin, card.pinHash, context.secrets.passwordPepper)) {
    await context.county.run([sql`UPDATE cards SET failures = 0 WHERE id = ${card.id}`])
    return null
  }
  const left = maxFailures - counted.failures
  return left === 0 ? { code: 'card_locked', facts: {} } : { code: 'pin_wrong', facts: { left }, field: 'pin' }
}

/** Six digits, each PIN as likely as the next. */
function randomPin(): string {
  const range = 4_294_000_000
  for (;;) {
    const [value] = crypto.getRandomValues(new Uint32Array(1))
    if (value! < range) return String(value! % 1_000_000).padStart(6, '0')
  }
}
