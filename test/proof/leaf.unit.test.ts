import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, hex, utf8 } from '../../src/proof/bytes.ts'
import { factOf, kindNames, kinds, type Kind, type KindOf, type SealedRow } from '../../src/proof/kinds.ts'
import { canonicalBytes, commitment, fieldMarks, parseFact, type Fact } from '../../src/proof/leaf.ts'
import { always, fc } from '../support/property.ts'
import vectors from './vectors/facts.json'

const salt = fromHex(vectors.salt)
type Vector = { row: SealedRow; canonical: string; commitment: string; columns: string }
const rowOf = (kind: Kind) => (vectors.facts as unknown as Record<Kind, Vector>)[kind]

const value = fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: 'binary', maxLength: 6 }))
const fields = fc.array(fc.record({ name: fc.string({ maxLength: 4 }), value }), { maxLength: 4 })
const facts: fc.Arbitrary<Fact> = fc.record({
  tag: fc.string({ maxLength: 8 }),
  fields,
  lists: fc.array(fc.record({ name: fc.string({ maxLength: 4 }), rows: fc.array(fields, { maxLength: 3 }) }), { maxLength: 3 }),
})

// What was read is text: numbers and their digits are written alike, and a kind's columns have one type each.
const asText = (rows: Fact['fields']) => rows.map(({ name, value }) => ({ name, value: value === null ? null : String(value) }))
const textOf = ({ tag, fields, lists }: Fact): Fact => ({
  tag,
  fields: asText(fields),
  lists: lists.map(({ name, rows }) => ({ name, rows: rows.map(asText) })),
})

describe('the canonical bytes', () => {
  always('are read back as the very fact they were written from, so no two facts share theirs', facts, (fact) => {
    expect(parseFact(canonicalBytes(fact))).toEqual(textOf(fact))
  })

  always(
    'are the only bytes that are read as that fact',
    fc.tuple(facts, fc.nat(), fc.integer({ min: 1, max: 255 })),
    ([fact, at, change]) => {
      const bytes = canonicalBytes(fact)
      bytes[at % bytes.length]! ^= change
      const other = parseFact(bytes)
      if (other) expect(hex(canonicalBytes(other))).toBe(hex(bytes))
      expect(other).not.toEqual(textOf(fact))
    },
  )

  it.each(['', '3:abc', '03:abc,{}', '3:abc,', '3:abc,{}x', '3:abc,{1:a,}', '99:abc,{}', '3:abc,{1:a,~'])('refuse %j', (text) => {
    expect(parseFact(utf8(text))).toBeNull()
  })

  it('refuse text that is not UTF-8', () => {
    expect(parseFact(Uint8Array.of(0x31, 0x3a, 0xff, 0x2c, 0x7b, 0x7d))).toBeNull()
  })

  it('keep apart what joining would blur', () => {
    const fact = (a: string, b: string): Fact => ({
      tag: 't',
      fields: [
        { name: 'a', value: a },
        { name: 'b', value: b },
      ],
      lists: [],
    })
    expect(hex(canonicalBytes(fact('x,1:b,', 'y')))).not.toBe(hex(canonicalBytes(fact('x', '1:b,y'))))
  })
})

describe('the frozen vectors', () => {
  it('have one for every kind of fact', () => {
    expect(Object.keys(vectors.facts).sort()).toEqual([...kindNames].sort())
    expect(readdirSync(`${import.meta.dirname}/vectors`).sort()).toEqual(['facts.json', 'tree.json'])
  })

  it.each(kindNames)('hold for %s: its columns, its bytes, its commitment', (kind: Kind) => {
    const { row, canonical, commitment: public_, columns } = rowOf(kind)
    const { from, fields, lists }: KindOf = kinds[kind]
    expect([from, ...fields, ...lists.flatMap((list) => [`[${list.name}`, ...list.fields])].join(' ')).toBe(columns)
    const bytes = canonicalBytes(factOf(kind, row))
    expect(new TextDecoder().decode(bytes)).toBe(canonical)
    expect(hex(commitment(salt, bytes))).toBe(public_)
  })
})

describe('the marks of a fact', () => {
  it('tell which field or list was changed', () => {
    const { row } = rowOf('entry')
    const changed = { ...row, fields: row.fields.with(8, 'another reason'), lists: [row.lists[0]!.with(0, [1, 'a', 'b', 1])] }
    const before = fieldMarks(salt, factOf('entry', row))
    const after = fieldMarks(salt, factOf('entry', changed))
    const different = before.filter(({ mark }, index) => hex(mark) !== hex(after[index]!.mark)).map(({ name }) => name)
    expect(different).toEqual(['reason', 'transfers'])
  })

  it('say nothing under another salt', () => {
    const fact = factOf('entry', rowOf('entry').row)
    const other = fieldMarks(new Uint8Array(32), fact)
    expect(fieldMarks(salt, fact).some(({ mark }, index) => hex(mark) === hex(other[index]!.mark))).toBe(false)
  })
})
