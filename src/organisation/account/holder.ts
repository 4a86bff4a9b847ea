import { ok, refuse, type Result } from '../../kernel/result.ts'

/**
 * Whose name an organisation's account may stand in: its own, so that public money never runs through a person's
 * account. A family farm is its farmer, and may name them.
 */
export function checkOrganisationHolder(holder: string, { kind, nameZh }: { kind: string; nameZh: string }): Result<null> {
  return kind === 'family_farm' || holder === nameZh ? ok(null) : refuse('account_holder_other', { name: nameZh }, 'holder')
}
