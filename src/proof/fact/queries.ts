import { sql, type SQL } from 'drizzle-orm'
import { jsonRows, type Database } from '../../platform/database.ts'
import { kinds, type Kind, type KindOf, type SealedRow } from '../kinds.ts'

/** A fact that waits to be sealed, and how far both rows of facts are sealed once it is. */
export type WaitingFact = { kind: Kind; subject: string; entrySeq: number; factSeq: number }

const mostOfEach = 200

/** The facts after those sealed last, in the order of sealing: first what took its number in log_facts, then entries. */
export async function waitingFacts(county: Database, last: { entrySeq: number; factSeq: number }): Promise<WaitingFact[]> {
  const [facts, entries] = await county.allOf<[{ seq: number; kind: Kind; subject: string }, { seq: number; id: string }]>(
    // A fact recorded twice, after a repair by hand, has its leaf.
    sql`SELECT min(f.seq) AS seq, f.kind AS kind, f.subject AS subject FROM log_facts f WHERE f.seq > ${last.factSeq}
      AND NOT EXISTS (SELECT 1 FROM log_leaves l WHERE l.kind = f.kind AND l.subject = f.subject) GROUP BY f.kind, f.subject ORDER BY 1 LIMIT ${mostOfEach}`,
    sql`SELECT seq, id FROM entries WHERE seq > ${last.entrySeq} ORDER BY seq LIMIT ${mostOfEach}`,
  )
  const factSeq = facts.at(-1)?.seq ?? last.factSeq
  return [
    ...facts.map(({ seq, kind, subject }) => ({ kind, subject, entrySeq: last.entrySeq, factSeq: seq })),
    ...entries.map(({ seq, id }) => ({ kind: 'entry' as const, subject: id, entrySeq: seq, factSeq })),
  ]
}

type RowText = { n: number; fields: string; lists: string }

/** The rows of these facts, each in its place; null where there is none. */
export async function rowsOfFacts(county: Database, facts: readonly { kind: Kind; subject: string }[]): Promise<(SealedRow | null)[]> {
  const rows: (SealedRow | null)[] = facts.map(() => null)
  const byKind = [...Map.groupBy(facts.entries(), ([, { kind }]) => kind)]
  if (byKind.length === 0) return rows
  const found = await county.allOf<RowText[]>(
    ...byKind.map(([kind, own]) =>
      rowsOfKind(
        kind,
        own.map(([n, { subject }]) => [n, subject]),
      ),
    ),
  )
  for (const { n, fields, lists } of found.flat()) {
    rows[n] = { fields: JSON.parse(fields) as SealedRow['fields'], lists: JSON.parse(lists) as SealedRow['lists'] }
  }
  return rows
}

function rowsOfKind(kind: Kind, facts: readonly (readonly [number, string])[]): SQL {
  const { from, key, fields, lists }: KindOf = kinds[kind]
  const wanted = facts.map(([n, subject]) => ({ n, key: key.length === 1 ? [subject] : subject.split('/') }))
  const belonging = lists.map(
    (list) =>
      `json((SELECT json_group_array(json_array(${named('c', list.fields)}) ORDER BY ${named('c', list.order.split(', '))}) FROM ${list.from} c WHERE ${list.on}))`,
  )
  const own = key.map((column, index) => `t.${column} = j.value -> 'key' ->> ${index}`).join(' AND ')
  return sql`SELECT j.value ->> 'n' AS n, json_array(${sql.raw(named('t', fields))}) AS fields, json_array(${sql.raw(belonging.join(', '))}) AS lists
    FROM ${jsonRows(wanted)} j JOIN ${sql.raw(from)} t ON ${sql.raw(own)}`
}

function named(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(', ')
}
