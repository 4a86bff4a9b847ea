import type { AccountCode } from '../ledger/account.ts'
import type { EntryKind } from '../ledger/entry.ts'

/** The thing an account or an entry is about; "own" is the organisation itself. */
export type Topic = {
  kind: 'lot' | 'contract' | 'household' | 'organisation' | 'order' | 'settlement' | 'guarantee' | 'input' | 'own'
  id: string
}

const ofCode: Partial<Record<AccountCode, Topic['kind']>> = {
  lot_sold: 'lot',
  lot_final: 'lot',
  pool: 'contract',
  guarantee: 'contract',
  household: 'household',
  inputs: 'household',
  party: 'organisation',
}
const ofPrefix: Record<string, Topic['kind']> = { lot: 'lot', pool: 'contract', party: 'organisation', order: 'order' }

/** What an account's subject names: for "fronted" it says so itself, as "lot:<id>". */
export function accountTopic(code: AccountCode, subject: string): Topic {
  const [, prefix = '', id = ''] = /^(\w+):(.+)$/.exec(subject) ?? []
  if (code === 'fronted') return { kind: ofPrefix[prefix] ?? 'own', id }
  return { kind: ofCode[code] ?? 'own', id: subject }
}

const ofKind: Record<EntryKind, Topic['kind']> = {
  pay: 'order',
  refund: 'order',
  final: 'order',
  dispute: 'order',
  won: 'order',
  lost: 'order',
  settle: 'settlement',
  paid: 'settlement',
  returned: 'settlement',
  guarantee: 'guarantee',
  reserve: 'own',
  writeoff: 'contract',
  input: 'input',
  surplus: 'own',
  fees: 'own',
  payout: 'own',
}

export function entryTopic(kind: EntryKind, subject: string): Topic {
  return { kind: ofKind[kind], id: subject }
}
