import { sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { sameDigest } from '../../platform/digest.ts'
import { blindHash } from '../../platform/seal.ts'
import { cards } from './tables.ts'
import { parseToken, tokenText } from './token.ts'

/** The signed token of a card, as its QR carries it. */
export function signToken(context: Context, cardId: string): string {
  return tokenText(cardId, blindHash(context.secrets.cardKey, cardId))
}

/** The live card a scanned code stands for; null when the code is not ours, or the card has been replaced. */
export async function findCardByToken(context: Context, token: string) {
  const parsed = parseToken(token)
  if (!parsed || !sameDigest(signToken(context, parsed.cardId), tokenText(parsed.cardId, parsed.signature))) return null
  return context.county.row(cards, sql`WHERE id = ${parsed.cardId} AND revoked_at_ms IS NULL`)
}

export async function findLiveCard(context: Context, householdId: string) {
  return context.county.row(cards, sql`WHERE household_id = ${householdId} AND revoked_at_ms IS NULL`)
}
