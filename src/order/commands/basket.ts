import { sql } from 'drizzle-orm'
import type { Result } from '../../kernel/result.ts'
import { secretId } from '../../platform/clock.ts'
import { commit } from '../../platform/commit.ts'
import type { Context } from '../../platform/context.ts'
import type { Statement } from '../../platform/database.ts'
import { mergeBaskets, type BasketLine } from '../basket.ts'
import { findBasket, type BasketKey } from '../queries.ts'

/** Changes a basket, or begins one; answers its id. A guest's id is unguessable and kept in a cookie. */
export async function changeBasket(
  context: Context,
  key: BasketKey | null,
  change: (lines: readonly BasketLine[]) => BasketLine[],
): Promise<Result<string>> {
  const found = key && (await findBasket(context.market, key))
  const id = found?.id ?? secretId('bsk')
  const userId = key && 'userId' in key ? key.userId : null
  const statement = keepLines(context, id, userId, change(found?.lines ?? []))
  return commit(context, 'market', [statement], { action: 'basket.change', subject: id })
}

/** At sign-in: what a guest had collected joins the user's own basket, and the guest's is gone. */
export async function adoptBasket(context: Context, guestBasketId: string, userId: string): Promise<void> {
  const guest = await findBasket(context.market, { id: guestBasketId })
  if (!guest) return
  const own = await findBasket(context.market, { userId })
  await context.market.run([
    sql`DELETE FROM baskets WHERE id = ${guestBasketId} AND user_id IS NULL`,
    keepLines(context, own?.id ?? secretId('bsk'), userId, mergeBaskets(own?.lines ?? [], guest.lines)),
  ])
}

function keepLines({ clock }: Context, id: string, userId: string | null, lines: BasketLine[]): Statement {
  return sql`INSERT INTO baskets (id, user_id, lines, updated_at_ms) VALUES (${id}, ${userId}, ${JSON.stringify(lines)}, ${clock.now()})
    ON CONFLICT (id) DO UPDATE SET lines = excluded.lines, updated_at_ms = excluded.updated_at_ms`
}
