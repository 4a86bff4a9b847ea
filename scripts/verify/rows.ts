import { kindNames, kinds, factOf, type Kind, type KindOf, type SealedRow } from '../../src/proof/kinds.ts'
import { canonicalBytes, fieldMarks } from '../../src/proof/leaf.ts'
import { createHash } from 'node:crypto'
import type { CountyFile } from './county-file.ts'
import type { Checked, Finding } from './finding.ts'

type Leaf = {
  idx: number
  kind: Kind
  subject: string
  salt: string | null
  commitment: string
  marks: string
  entrySeq: number
  seen?: boolean
}
type Kept = { subject: string; seq: number | null; atMs: number | null; fields: string; lists: string }
type State = { entrySeq: number; factSeq: number; sealedAtMs: number }

// A clock is read before a fact is written, so a fact may be a little older than the checkpoint that just missed it.
const graceMs = 15 * 60_000

/** Whether every row is what was sealed, every sealed row is there, and no row stands among them that never was. */
export function checkRows(county: CountyFile): Checked {
  const leaves = new Map<string, Leaf>()
  for (const leaf of county.each<Leaf>('SELECT idx, kind, subject, salt, commitment, marks, entry_seq AS entrySeq FROM log_leaves'))
    leaves.set(`${leaf.kind} ${leaf.subject}`, leaf)
  const findings: Finding[] = []
  const state = stateOf(county)
  let [rows, waiting, forgotten] = [0, 0, 0]
  for (const kind of kindNames) {
    for (const kept of county.each<Kept>(rowsOf(kind))) {
      rows += 1
      const name = `${kind} ${kept.subject}`
      const leaf = leaves.get(name)
      if (leaf) {
        leaf.seen = true
        if (leaf.salt === null) forgotten += 1
        else findings.push(...compare(kind, name, kept, leaf))
      } else if (isWaiting(county, kind, kept, state)) waiting += 1
      else findings.push({ what: 'added', name, detail: 'never sealed, though older than the last checkpoint' })
    }
  }
  const gone = [...leaves.values()]
    .filter(({ seen }) => !seen)
    .map(({ kind, subject, idx }) => removed(kind, subject, `leaf ${idx} has no row`))
  return {
    title: 'rows',
    counted: `${rows} rows against ${leaves.size} leaves`,
    findings: [...findings, ...gone, ...goneWithLeaf(county, leaves, state), ...orphans(county)],
    notes: [
      ...(waiting > 0 ? [`${waiting} rows are younger than the last checkpoint and wait to be sealed`] : []),
      ...(forgotten > 0 ? [`${forgotten} rows cannot be checked: their salts were forgotten on purpose`] : []),
    ],
  }
}

const removed = (kind: string, subject: string, detail: string): Finding => ({ what: 'removed', name: `${kind} ${subject}`, detail })

function stateOf(county: CountyFile): State {
  const [last] = county.rows<{ entrySeq: number; factSeq: number }>(
    'SELECT entry_seq AS entrySeq, fact_seq AS factSeq FROM log_leaves ORDER BY idx DESC LIMIT 1',
  )
  const [checkpoint] = county.rows<{ atMs: number }>('SELECT at_ms AS atMs FROM log_checkpoints ORDER BY size DESC LIMIT 1')
  return { entrySeq: last?.entrySeq ?? 0, factSeq: last?.factSeq ?? 0, sealedAtMs: checkpoint?.atMs ?? 0 }
}

function rowsOf(kind: Kind): string {
  const { from, key, when, fields, lists }: KindOf = kinds[kind]
  const columns = (table: string, names: readonly string[]) => names.map((name) => `${table}.${name}`).join(', ')
  const belonging = lists.map(
    (list) =>
      `json((SELECT json_group_array(json_array(${columns('c', list.fields)}) ORDER BY ${columns('c', list.order.split(', '))}) FROM ${list.from} c WHERE ${list.on}))`,
  )
  const moment = fields.findLast((name) => name.endsWith('at_ms'))
  return `SELECT ${key.map((name) => `t.${name}`).join(" || '/' || ")} AS subject, ${kind === 'entry' ? 't.seq' : 'NULL'} AS seq,
    ${moment ? `t.${moment}` : 'NULL'} AS atMs, json_array(${columns('t', fields)}) AS fields, json_array(${belonging.join(', ')}) AS lists
    FROM ${from} t ${when ? `WHERE ${when}` : ''}`
}

function compare(kind: Kind, name: string, kept: Kept, leaf: Leaf): Finding[] {
  const row: SealedRow = { fields: JSON.parse(kept.fields) as SealedRow['fields'], lists: JSON.parse(kept.lists) as SealedRow['lists'] }
  const salt = Buffer.from(leaf.salt!, 'hex')
  const fact = factOf(kind, row)
  const found = createHash('sha256').update(salt).update(canonicalBytes(fact)).digest('hex')
  if (found === leaf.commitment) return []
  const changed = fieldMarks(salt, fact).filter(
    ({ mark }, index) => Buffer.from(mark).toString('hex') !== leaf.marks.slice(8 * index, 8 * index + 8),
  )
  const fields = changed.map(({ name }) => name).join(', ')
  return [{ what: 'edited', name, detail: fields === '' ? 'its leaf says otherwise; which field cannot be told' : fields }]
}

function isWaiting(county: CountyFile, kind: Kind, { subject, seq, atMs }: Kept, { entrySeq, factSeq, sealedAtMs }: State): boolean {
  if (atMs !== null && atMs < sealedAtMs - graceMs) return false
  if (seq !== null) return seq > entrySeq
  const recorded = county.rows<{ seq: number }>('SELECT max(seq) AS seq FROM log_facts WHERE kind = ? AND subject = ?', kind, subject)
  return (recorded[0]?.seq ?? 0) > factSeq
}

// Whoever removes a row together with its leaf leaves a number behind.
function goneWithLeaf(county: CountyFile, leaves: ReadonlyMap<string, Leaf>, { entrySeq, factSeq }: State): Finding[] {
  const facts = county.rows<{ kind: Kind; subject: string }>('SELECT kind, subject FROM log_facts WHERE seq <= ? ORDER BY seq', factSeq)
  const numbers = county.rows<{ seq: number }>(
    `WITH RECURSIVE n(seq) AS (SELECT 1 WHERE ?1 > 0 UNION ALL SELECT seq + 1 FROM n WHERE seq < ?1)
      SELECT seq FROM n WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.seq = n.seq)`,
    entrySeq,
  )
  const sealed = new Set([...leaves.values()].filter(({ kind }) => kind === 'entry').map((leaf) => leaf.entrySeq))
  return [
    ...facts
      .filter(({ kind, subject }) => !leaves.has(`${kind} ${subject}`))
      .map(({ kind, subject }) => removed(kind, subject, 'its leaf, too')),
    ...numbers
      .filter(({ seq }) => !sealed.has(seq))
      .map(({ seq }) => removed('entry', `number ${seq}`, 'the numbers of entries have no gaps')),
  ]
}

// Rows that belong to something that is not there.
function orphans(county: CountyFile): Finding[] {
  const parents = Map.groupBy(
    kindNames.flatMap((kind) => (kinds[kind] as KindOf).lists.map((list) => ({ ...list, parent: kinds[kind].from }))),
    ({ from }) => from,
  )
  return [...parents].flatMap(([table, lists]) => {
    const alone = lists.map(({ parent, on }) => `NOT EXISTS (SELECT 1 FROM ${parent} t WHERE ${on})`).join(' AND ')
    return county.rows<Record<string, string | number>>(`SELECT * FROM ${table} c WHERE ${alone}`).map((row): Finding => ({
      what: 'added',
      name: `${table} ${Object.values(row).slice(0, 2).join(' ')}`,
      detail: 'belongs to nothing',
    }))
  })
}
