export type Kind = 'check' | 'unique' | 'primary key' | 'not null' | 'foreign key' | 'unique index' | 'trigger'

/** One thing the schema refuses or keeps. `key` holds its whole text, so that an edited constraint is another one. */
export type Constraint = {
  key: string
  kind: Kind
  table: string
  name: string | null
  columns: string[]
  text: string
  /** The CREATE TABLE without it; null for a trigger or an index, which go as a whole. */
  tableWithout: string | null
}

type Token = { text: string; from: number; to: number }
type Part = { column: string | null; tokens: Token[]; cutFrom: number }

const tableWords = new Set(['CONSTRAINT', 'CHECK', 'UNIQUE', 'PRIMARY', 'FOREIGN'])
const kinds: Record<string, Kind> = {
  CHECK: 'check',
  UNIQUE: 'unique',
  PRIMARY: 'primary key',
  NOT: 'not null',
  REFERENCES: 'foreign key',
  FOREIGN: 'foreign key',
}

/** The constraints written in a CREATE TABLE, column by column, then those of the whole table. */
export function constraintsOfTable(table: string, create: string): Constraint[] {
  return definitionsOf(create)
    .flatMap((tokens) => (tableWords.has(tokens[1]!.text) ? [wholePart(tokens)] : columnParts(tokens)))
    .flatMap((part) => constraintOf(table, create, part) ?? [])
}

function tokensOf(text: string): Token[] {
  return [...text.matchAll(/'(?:[^']|'')*'|--[^\n]*|[A-Za-z_]\w*|\d+|\S/g)]
    .map((match) => ({ text: match[0], from: match.index, to: match.index + match[0].length }))
    .filter((token) => !token.text.startsWith('--'))
}

/** Each definition with the bracket or comma before it as its first token. */
function definitionsOf(create: string): Token[][] {
  const definitions: Token[][] = []
  let depth = 0
  for (const token of tokensOf(create)) {
    if (token.text === ')' && --depth === 0) break
    if (depth === 1 && token.text === ',') definitions.push([])
    if (depth > 0) definitions.at(-1)!.push(token)
    if (token.text === '(' && ++depth === 1) definitions.push([token])
  }
  return definitions
}

function wholePart(tokens: Token[]): Part {
  return { column: null, tokens: tokens.slice(1), cutFrom: tokens[0]!.from }
}

/** A column's own parts: NOT NULL, CHECK (…), REFERENCES t (…), DEFAULT …, each with its CONSTRAINT name. */
function columnParts(tokens: Token[]): Part[] {
  const column = tokens[1]!.text
  const parts: Part[] = []
  let depth = 0
  tokens.slice(2).forEach((token, index, rest) => {
    const named = rest[index - 2]?.text === 'CONSTRAINT'
    if (depth === 0 && /^(CONSTRAINT|NOT|CHECK|UNIQUE|PRIMARY|REFERENCES|DEFAULT|COLLATE|GENERATED|AS)$/.test(token.text) && !named)
      parts.push({ column, tokens: [], cutFrom: token.from })
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    parts.at(-1)?.tokens.push(token)
  })
  return parts
}

function constraintOf(table: string, create: string, { column, tokens, cutFrom }: Part): Constraint | null {
  const name = tokens[0]!.text === 'CONSTRAINT' ? tokens[1]!.text : null
  const kind = kinds[tokens[name ? 2 : 0]!.text]
  if (!kind) return null
  const to = tokens.at(-1)!.to
  const text = create.slice(tokens[0]!.from, to).replaceAll(/\s+/g, ' ')
  const rest = create.slice(0, cutFrom) + create.slice(to)
  // A table WITHOUT ROWID must have a key.
  const tableWithout = kind === 'primary key' ? rest.replace(/,\s*WITHOUT ROWID/, '') : rest
  return {
    key: `${table}${column ? `.${column}` : ''} ${text}`,
    kind,
    table,
    name,
    columns: columnsOf(kind, column, tokens),
    text,
    tableWithout,
  }
}

function columnsOf(kind: Kind, column: string | null, tokens: Token[]): string[] {
  if (column && kind !== 'check') return [column]
  const opened = tokens.findIndex(({ text }) => text === '(')
  const closed = kind === 'check' ? tokens.length : tokens.findIndex(({ text }) => text === ')')
  const words = tokens.slice(opened, closed).filter(({ text }) => /^[a-z_]\w*$/.test(text))
  return [...new Set([...(column ? [column] : []), ...words.map(({ text }) => text)])]
}
