import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportCounty } from '../../scripts/verify/export.ts'
import type { Finding } from '../../scripts/verify/finding.ts'
import { reportOf, verifyFile } from '../../scripts/verify/verify.ts'
import { kindNames, kinds, type Kind, type KindOf } from '../../src/proof/kinds.ts'
import { lastCheckpoint, logKeyLine } from '../../src/proof/queries.ts'
import { sealFacts } from '../../src/proof/commands/seal.ts'
import { liveSeason, openCounty, type County } from './county-world.ts'

let county: County
let whole: string
let key: string
let disarmed: string

beforeAll(async () => {
  county = openCounty()
  await liveSeason(county)
  whole = county.write()
  key = await logKeyLine(county.context)
  disarmed = disarm()
}, 60_000)

afterAll(() => rmSync(dirname(whole), { recursive: true, force: true }))

let copies = 0

/** What someone who knows SQL does first: no trigger, no key, no check holds them. The list of divisions goes, to be quick. */
function disarm(): string {
  const path = `${dirname(whole)}/disarmed.sqlite`
  copyFileSync(whole, path)
  const database = open(path)
  for (const { name } of database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all())
    database.exec(`DROP TRIGGER "${String(name)}"`)
  database.exec('DELETE FROM divisions; VACUUM')
  database.close()
  return path
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path)
  database.exec('PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; PRAGMA synchronous = OFF')
  return database
}

/** A copy of the disarmed database with a change. */
function tampered(change: (database: DatabaseSync) => void): string {
  const path = `${dirname(whole)}/tampered-${(copies += 1)}.sqlite`
  copyFileSync(disarmed, path)
  const database = open(path)
  change(database)
  database.close()
  return path
}

async function findingsOf(path: string, options: Parameters<typeof verifyFile>[1] = {}): Promise<Finding[]> {
  return (await verifyFile(path, { key, ...options })).flatMap(({ findings }) => findings)
}

const first = (database: DatabaseSync, kind: Kind) => {
  const { from, key, when }: KindOf = kinds[kind]
  const row = database
    .prepare(`SELECT ${key.join(" || '/' || ")} AS fact, t.* FROM ${from} t WHERE ${when ?? '1'} ORDER BY 1 LIMIT 1`)
    .get()!
  return { row: row as Record<string, string | number | null>, subject: String(row['fact']) }
}
const where = (kind: Kind) => kinds[kind].key.map((column) => `${column} = :${column}`).join(' AND ')
const keyOf = (kind: Kind, row: Record<string, string | number | null>) =>
  Object.fromEntries(kinds[kind].key.map((column) => [column, row[column]!]))
const other = (value: string | number | null) => (typeof value === 'number' ? value + 1 : `${value ?? ''}7`)

describe('the verifier', () => {
  it('finds a whole season as it was sealed, and every figure of it the same by its own sums', async () => {
    const checked = await verifyFile(whole, { key })
    expect(reportOf(checked)).toContain('Everything is as it was sealed, and adds up.')
    expect(checked.map(({ title }) => title)).toEqual(['log', 'rows', 'books', 'settlements'])
    expect(checked[2]!.counted).toMatch(/trial balance 0$/)
  })

  it('has looked at rows of every kind', () => {
    const database = new DatabaseSync(whole, { readOnly: true })
    const sealed = database
      .prepare('SELECT DISTINCT kind FROM log_leaves')
      .all()
      .map(({ kind }) => String(kind))
    database.close()
    expect(sealed.sort()).toEqual([...kindNames].sort())
  })

  // Columns that make a row another kind's, or no fact any more, are told apart below.
  const fieldOf = (kind: Kind): string =>
    kinds[kind].fields.findLast(
      (name) => !(kinds[kind].key as readonly string[]).includes(name) && name !== 'status' && name !== 'approved_at_ms',
    )!

  it.each(kindNames)('names an edited %s, and the field', async (kind) => {
    const field = fieldOf(kind)
    let name = ''
    const path = tampered((database) => {
      const { row, subject } = first(database, kind)
      name = `${kind} ${subject}`
      database
        .prepare(`UPDATE ${kinds[kind].from} SET ${field} = :value WHERE ${where(kind)}`)
        .run({ ...keyOf(kind, row), value: other(row[field]!) })
    })
    const findings = (await findingsOf(path)).filter(({ what }) => what === 'edited')
    expect(findings).toContainEqual({ what: 'edited', name, detail: field })
    expect(findings.filter((finding) => finding.name !== name && !finding.name.endsWith(name.split(' ')[1]!))).toEqual([])
  })

  it.each(kindNames)('names a removed %s', async (kind) => {
    let name = ''
    const path = tampered((database) => {
      const { row, subject } = first(database, kind)
      name = `${kind} ${subject}`
      database.prepare(`DELETE FROM ${kinds[kind].from} WHERE ${where(kind)}`).run(keyOf(kind, row))
    })
    expect(await findingsOf(path)).toContainEqual(expect.objectContaining({ what: 'removed', name }))
  })

  it.each(kindNames.filter((kind) => kind !== 'closing' && kind !== 'outcome'))('names an added %s', async (kind) => {
    let name = ''
    const path = tampered((database) => {
      const { row } = first(database, kind)
      const { fact: _, ...columns } = kind === 'entry' ? { ...row, seq: Number(row['seq']) + 100_000 } : row
      const added: Record<string, string | number | null> = columns
      for (const column of kinds[kind].key) added[column] = `${row[column]}x`
      // Nothing else unique stands in the way of a forger, who drops what does.
      for (const column of ['number', 'bank_reference', 'replacement_id']) if (typeof added[column] === 'string') added[column] += 'x'
      for (const column of ['version']) if (typeof added[column] === 'number') added[column] += 100
      for (const index of database
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = ?`)
        .all(kinds[kind].from))
        database.exec(`DROP INDEX "${String(index['name'])}"`)
      if (kind === 'line') added['party_id'] = 'someone'
      const names = Object.keys(added)
      database
        .prepare(`INSERT INTO ${kinds[kind].from} (${names.join(', ')}) VALUES (${names.map((column) => `:${column}`).join(', ')})`)
        .run(added)
      name = `${kind} ${kinds[kind].key.map((column) => added[column]).join('/')}`
    })
    expect(await findingsOf(path)).toContainEqual({ what: 'added', name, detail: 'never sealed, though older than the last checkpoint' })
  })

  const lists = kindNames.flatMap((kind) => (kinds[kind] as KindOf).lists.map((list) => [kind, list.name, list.from] as const))
  it.each(lists)('names the %s whose %s were edited, removed or added', async (kind, list, table) => {
    const column = (kinds[kind] as KindOf).lists.find(({ name }) => name === list)!.fields.at(-1)!
    const on = (kinds[kind] as KindOf).lists.find(({ name }) => name === list)!.on
    const among = `SELECT c.* FROM ${kinds[kind].from} t JOIN ${table} c ON ${on} LIMIT 1`
    const changes: ((database: DatabaseSync, row: Record<string, string | number | null>) => void)[] = [
      (database, row) => database.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${same(row)}`).run(other(row[column]!), ...values(row)),
      (database, row) => database.prepare(`DELETE FROM ${table} WHERE ${same(row)}`).run(...values(row)),
    ]
    for (const change of changes) {
      const path = tampered((database) => {
        const row = database.prepare(among).get() as Record<string, string | number | null> | undefined
        expect(row, `${kind} has ${list}`).toBeDefined()
        change(database, row!)
      })
      const findings = await findingsOf(path)
      expect(findings).toContainEqual(expect.objectContaining({ what: 'edited', name: expect.stringMatching(`^${kind} `), detail: list }))
    }
  })

  it('works out again what is not sealed itself: an order’s lines, a lot’s sums, an account’s totals, an income', async () => {
    const changes: [string, string][] = [
      [`UPDATE order_lines SET units = units + 1, price_fen = price_fen + 1 WHERE rowid_of = 0`, 'order '],
      [`UPDATE lots SET final_fen = final_fen + 1`, 'lot '],
      [`UPDATE incomes SET amount_fen = amount_fen + 1`, 'line '],
      [`UPDATE postings SET debit_fen = debit_fen + 1 WHERE code = 'bank'`, 'account '],
    ]
    for (const [text, name] of changes) {
      const path = tampered((database) => database.exec(text.replace(' WHERE rowid_of = 0', '')))
      expect(await findingsOf(path), text).toContainEqual(
        expect.objectContaining({ what: 'differs', name: expect.stringMatching(`^${name}`) }),
      )
    }
  })

  it('names the leaf that was changed along with its row, also when nothing else gives it away', async () => {
    const path = tampered((database) => {
      database.exec(`UPDATE log_leaves SET commitment = '${'0'.repeat(64)}' WHERE idx = 3`)
    })
    const findings = await findingsOf(path)
    expect(findings).toContainEqual(expect.objectContaining({ what: 'log', name: expect.stringMatching(/^leaves 0 to /) }))
  })

  it('misses a row that was removed with its leaf, by its number', async () => {
    const { subject } = first(new DatabaseSync(whole, { readOnly: true }), 'slip')
    const path = tampered((database) =>
      database.exec(
        `DELETE FROM deliveries WHERE id = '${subject}'; DELETE FROM log_leaves WHERE kind = 'slip' AND subject = '${subject}'`,
      ),
    )
    expect(await findingsOf(path)).toContainEqual({ what: 'removed', name: `slip ${subject}`, detail: 'its leaf, too' })
  })

  it('refuses a log under another key, a false signature, and one that does not begin with the checkpoint that was kept', async () => {
    const { note, size } = (await lastCheckpoint(county.context.county))!
    expect(await findingsOf(whole, { kept: [note] })).toEqual([])
    const wrong = note.replace(/^(.*\n\d+\n)./, (_, head: string) => `${head}${note.split('\n')[2]!.startsWith('A') ? 'B' : 'A'}`)
    expect(await findingsOf(whole, { kept: [wrong] })).toEqual([expect.objectContaining({ what: 'log', name: `checkpoint ${size}` })])
    const forged = tampered((database) => database.exec(`UPDATE log_checkpoints SET note = replace(note, '— ', '— other/')`))
    expect(await findingsOf(forged)).toContainEqual(expect.objectContaining({ what: 'log', name: `checkpoint ${size}` }))
    const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    expect(await findingsOf(whole, { key: peter })).toContainEqual(
      expect.objectContaining({ what: 'log', detail: `not signed by ${peter}` }),
    )
  })

  it('lets what is younger than the checkpoint wait, and says so', async () => {
    const { makeOrganisation } = await import('../support/factories/organisation.ts')
    const { makeSurplusDeposit } = await import('../support/factories/surplus.ts')
    await makeSurplusDeposit(county.context, await makeOrganisation(county.context), 100)
    const checked = await verifyFile(county.write(), { key })
    expect(checked.flatMap(({ findings }) => findings)).toEqual([])
    expect(checked[1]!.notes).toEqual(['2 rows are younger than the last checkpoint and wait to be sealed'])
    await sealFacts(county.context)
    expect((await verifyFile(county.write(), { key }))[1]!.notes).toEqual([])
  })

  it('checks an export like the database, and the export has no buyer in it', async () => {
    const target = `${dirname(whole)}/export.sqlite`
    exportCounty(whole, target)
    expect(await findingsOf(target)).toEqual([])
    const database = new DatabaseSync(target, { readOnly: true })
    const names = database
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
      .all()
      .map(({ name }) => String(name))
    expect(
      names.filter(
        (name) => /activities|cards|statements|idempotency|offer|households$|account_/.test(name) && name !== 'contract_households',
      ),
    ).toEqual([])
    expect(
      database
        .prepare(
          `SELECT count(*) AS n FROM orders WHERE recipient_name || recipient_phone || recipient_address || buyer || checkout_id <> ''`,
        )
        .get(),
    ).toEqual({ n: 0 })
    database.close()
    expect(existsSync(target) && readdirSync(dirname(whole)).length > 0).toBe(true)
  })
})

const same = (row: Record<string, unknown>) =>
  Object.keys(row)
    .map((column) => `${column} IS ?`)
    .join(' AND ')
const values = (row: Record<string, string | number | null>) => Object.values(row)
