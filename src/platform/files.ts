import { sql } from 'drizzle-orm'
import { ok, refuse, type Result } from '../kernel/result.ts'
import type { Context } from './context.ts'
import type { Statement } from './database.ts'
import { sha256 } from './digest.ts'

export type FilePurpose =
  | 'contract_scan'
  | 'slip_photo'
  | 'input_evidence'
  | 'loss_photo'
  | 'claim_photo'
  | 'offer_photo'
  | 'payout_file'
  | 'correction_proof'
  | 'payout_answer'
  | 'account_signature'
  | 'cash_signature'

const acceptedTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'application/pdf'])
const maxBytes = 5 * 1024 * 1024

/**
 * Stores an upload under its own hash and answers the statement that records it, for the batch of the command that
 * refers to it. Storing the same bytes twice changes nothing.
 */
export async function keepFile(
  context: Context,
  upload: Blob,
  purpose: FilePurpose,
  owner: string,
): Promise<Result<{ id: string; statement: Statement }>> {
  if (upload.size > maxBytes) return refuse('file_too_large', { megabytes: 5 })
  if (!acceptedTypes.has(upload.type) || upload.size === 0) return refuse('file_type_refused')
  const bytes = await upload.arrayBuffer()
  const id = await sha256(bytes)
  await context.files.put(id, bytes, { httpMetadata: { contentType: upload.type } })
  const statement = sql`INSERT INTO files (id, media_type, bytes, purpose, owner, at_ms)
    VALUES (${id}, ${upload.type}, ${bytes.byteLength}, ${purpose}, ${owner}, ${context.clock.now()}) ON CONFLICT (id) DO NOTHING`
  return ok({ id, statement })
}

/** An upload inside JSON, as bytes; null when the text is not base64. */
export function blobOf({ mediaType, base64 }: { mediaType: string; base64: string }): Blob | null {
  try {
    return new Blob([Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))], { type: mediaType })
  } catch {
    return null
  }
}
