import { DatabaseSync } from 'node:sqlite'
import { kinds, type KindOf } from '../../src/proof/kinds.ts'

// What the raw facts and their proof lie in; everything else is left out, and so is who bought what.
const kept = new Set([
  ...Object.values(kinds as Record<string, KindOf>).flatMap(({ from, lists }) => [from, ...lists.map((list) => list.from)]),
  'orders',
  'order_lines',
  'incomes',
  'chart',
  'postings',
  'accounts',
  'log_facts',
  'log_leaves',
  'log_checkpoints',
  'log_tiles',
  'log_faults',
])
type Thing = { type: string; name: string }

const buyers = ['buyer', 'recipient_name', 'recipient_phone', 'recipient_province', 'recipient_address', 'note', 'checkout_id']

/** Whether a file is a county's database. */
export function isCounty(path: string): boolean {
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    return database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'log_leaves'`).get() !== undefined
  } finally {
    database.close()
  }
}

/** Writes what `npm run verify` needs of a county's database into a new file: no names, no accounts, no buyers. */
export function exportCounty(source: string, target: string): void {
  const from = new DatabaseSync(source)
  from.exec(`VACUUM INTO '${target.replaceAll("'", "''")}'`)
  from.close()
  const copy = new DatabaseSync(target)
  copy.exec('PRAGMA foreign_keys = OFF; PRAGMA journal_mode = DELETE')
  // A virtual table takes its own tables with it.
  const groups = [`type = 'trigger'`, `type = 'view'`, `sql LIKE 'CREATE VIRTUAL%'`, `type = 'table'`]
  for (const group of groups) {
    const found = copy.prepare(`SELECT type, name FROM sqlite_schema WHERE ${group} AND name NOT LIKE 'sqlite_%'`).all() as Thing[]
    for (const { type, name } of found) if (type === 'trigger' || !kept.has(name)) copy.exec(`DROP ${type} IF EXISTS "${name}"`)
  }
  copy.exec(`UPDATE orders SET ${buyers.map((column) => `${column} = ''`).join(', ')}; VACUUM`)
  copy.close()
}
