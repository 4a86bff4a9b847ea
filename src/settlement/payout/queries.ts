import { sql } from 'drizzle-orm'
import { identitiesOf } from '../../household/vault/queries.ts'
import type { Context } from '../../platform/context.ts'
import { answerForm, bankFile } from '../payout-file.ts'
import { findPayoutFile, findSettlement, type LineRow } from '../queries.ts'
import { settlementLines } from '../tables.ts'

type Download = { name: string; text: string; withoutAccount: number }

/** The canonical payout file as it was made, byte for byte; null when there is none within the actor's reach. */
export async function canonicalDownload(context: Context, settlementId: string): Promise<Download | null> {
  const settlement = await findSettlement(context.county, context.actor, settlementId, 'settlement.write')
  const file = settlement && (await findPayoutFile(context.county, settlementId))
  const kept = file && (await context.files.get(file.fileSha256))
  return kept ? { name: `${file.id}.json`, text: await kept.text(), withoutAccount: 0 } : null
}

/** The bank's batch file, with names and accounts opened from the vault for this download only. */
export async function bankDownload(context: Context, settlementId: string): Promise<Download | null> {
  const settlement = await findSettlement(context.county, context.actor, settlementId, 'settlement.write')
  const file = settlement && (await findPayoutFile(context.county, settlementId))
  if (!settlement || !file) return null
  const lines = await linesOfFile(context, file.id)
  const payees = await identitiesOf(
    context,
    lines.filter((line) => line.party === 'household').map((line) => line.partyId),
  )
  const head = { id: file.id, settlementId, organisationId: settlement.organisationId, month: settlement.month }
  return { name: `${file.id}.csv`, ...bankFile(head, lines, payees) }
}

/** The answer's form with every line of the file, to be filled in by hand where a bank sends no file. */
export async function answerFormDownload(context: Context, settlementId: string): Promise<Download | null> {
  const settlement = await findSettlement(context.county, context.actor, settlementId, 'settlement.write')
  const file = settlement && (await findPayoutFile(context.county, settlementId))
  return file ? { name: `${file.id}-answer.csv`, text: answerForm(await linesOfFile(context, file.id)), withoutAccount: 0 } : null
}

async function linesOfFile(context: Context, fileId: string): Promise<LineRow[]> {
  return context.county.rows(settlementLines, sql`WHERE payout_file_id = ${fileId} ORDER BY id`)
}
