import { concat, utf8 } from './bytes.ts'
import { sha256 } from './sha256.ts'
import type { Hash } from './tree.ts'

/** What one sealed row says. `tag` is "sigen/<kind>/<version>"; a list has the rows that belong to it, in their order. */
export type Fact = { tag: string; fields: Field[]; lists: List[] }
export type Field = { name: string; value: string | number | null }
export type List = { name: string; rows: Field[][] }

/**
 * The one way to write a fact as bytes: netstrings ("5:slip1,") for names and values, integers in decimal, "~" for no value,
 * "{}" around the fields of a fact or row and "[]" around the rows of a list. Every length stands before what it counts, so
 * no two facts give the same bytes. Frozen by test/proof/vectors; a change of fields is a new version in the tag.
 */
export function canonicalBytes({ tag, fields, lists }: Fact): Uint8Array {
  const rowsOf = ({ name, rows }: List) => [netstring(name), utf8('['), ...rows.flatMap(group), utf8(']')]
  return concat(netstring(tag), ...group(fields), ...lists.flatMap(rowsOf))
}

function group(fields: readonly Field[]): Uint8Array[] {
  return [
    utf8('{'),
    ...fields.flatMap(({ name, value }) => [netstring(name), value === null ? utf8('~') : netstring(String(value))]),
    utf8('}'),
  ]
}

function netstring(text: string): Uint8Array {
  const bytes = utf8(text)
  return concat(utf8(`${bytes.length}:`), bytes, utf8(','))
}

/** The fact that bytes say, every value as text; null when they are not the canonical bytes of any. */
export function parseFact(bytes: Uint8Array): Fact | null {
  try {
    const reader = new Reader(bytes)
    const tag = reader.text()
    const fields = reader.fields()
    const lists: List[] = []
    while (!reader.done()) lists.push(reader.list())
    return { tag, fields, lists }
  } catch {
    return null
  }
}

class Reader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  done(): boolean {
    return this.#at === this.#bytes.length
  }

  text(): string {
    let digits = ''
    while (/\d/.test(this.#peek())) digits += this.#take()
    if (!/^(0|[1-9]\d{0,8})$/.test(digits)) throw new Error('no length')
    this.#expect(':')
    const value = this.#bytes.slice(this.#at, (this.#at += Number(digits)))
    this.#expect(',')
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value)
  }

  fields(): Field[] {
    const fields: Field[] = []
    for (this.#expect('{'); this.#peek() !== '}';) {
      const name = this.text()
      fields.push({ name, value: this.#peek() === '~' ? this.#none() : this.text() })
    }
    this.#expect('}')
    return fields
  }

  list(): List {
    const name = this.text()
    const rows: Field[][] = []
    for (this.#expect('['); this.#peek() !== ']';) rows.push(this.fields())
    this.#expect(']')
    return { name, rows }
  }

  #none(): null {
    this.#expect('~')
    return null
  }

  #peek(): string {
    return String.fromCharCode(this.#bytes[this.#at] ?? 0)
  }

  #take(): string {
    const letter = this.#peek()
    this.#at += 1
    return letter
  }

  #expect(letter: string): void {
    if (this.#take() !== letter) throw new Error(`no ${letter}`)
  }
}

/** What the public log holds of a fact: nothing can be read from it without the salt, and nothing tried out. */
export function commitment(salt: Uint8Array, canonical: Uint8Array): Hash {
  return sha256(concat(salt, canonical))
}

/** The first four bytes of a salted hash of each field and list: tells which of them was changed, not what it was. */
export function fieldMarks(salt: Uint8Array, { tag, fields, lists }: Fact): { name: string; mark: Uint8Array }[] {
  const mark = (part: Fact) => sha256(concat(salt, canonicalBytes(part))).slice(0, 4)
  return [
    ...fields.map((field) => ({ name: field.name, mark: mark({ tag, fields: [field], lists: [] }) })),
    ...lists.map((list) => ({ name: list.name, mark: mark({ tag, fields: [], lists: [list] }) })),
  ]
}
