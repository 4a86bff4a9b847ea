import { account } from '../../src/ledger/account.ts'
import { balanceFen } from '../../src/ledger/queries.ts'
import { findLot } from '../../src/lot/queries.ts'
import type { Context } from '../../src/platform/context.ts'

/** A lot's money as the lot has it and as the ledger has it, in fen. */
export async function booksOf(context: Context, organisationId: string, lotId: string) {
  const lot = (await findLot(context.county, lotId))!
  const balance = (code: 'lot_sold' | 'lot_final' | 'freight' | 'clearing', subject?: string) =>
    balanceFen(context.county, account(organisationId, code, subject))
  return {
    proceeds: lot.proceedsFen,
    final: lot.finalFen,
    sold: await balance('lot_sold', lotId),
    lotFinal: await balance('lot_final', lotId),
    freight: await balance('freight'),
    clearing: await balance('clearing'),
  }
}
