/** The parts of an OpenAPI document that the page shows. */
export type Schema = {
  $ref?: string
  type?: string | string[]
  format?: string
  description?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  pattern?: string
  additionalProperties?: boolean | Schema
}
type Media = Record<string, { schema?: Schema }>
type Described = {
  summary?: string
  description?: string
  tags?: string[]
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[]
  requestBody?: { content?: Media }
  responses?: Record<string, { description?: string; content?: Media }>
}
export type ApiDocument = { paths?: Record<string, Record<string, unknown>>; components?: { schemas?: Record<string, unknown> } }

export type Row = { name: string; type: string; required: boolean; description: string }
export type Answer = { status: string; description: string; schema: string | null }
export type Operation = {
  id: string
  tag: string
  method: string
  path: string
  summary: string
  rows: Row[]
  body: string | null
  answers: Answer[]
}
export type NamedSchema = { name: string; rows: Row[]; type: string }

const methods = ['get', 'post', 'put', 'patch', 'delete']

/** Every operation in the order of the document, described flat enough for a table. */
export function operationsOf(document: ApiDocument): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? [operationOf(path, method, item[method] as Described)] : [])),
  )
}

/** The named shapes that operations refer to. */
export function schemasOf(document: ApiDocument): NamedSchema[] {
  return Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => ({
    name,
    rows: propertiesOf(schema as Schema),
    type: typeOf(schema as Schema),
  }))
}

function operationOf(path: string, method: string, described: Described): Operation {
  const content = firstOf(described.requestBody?.content)
  const parameters = (described.parameters ?? []).map(({ name, schema = {}, required = false, description, in: place }) => {
    return {
      name: place === 'query' ? `?${name}` : name,
      type: typeOf(schema),
      required,
      description: description ?? schema.description ?? '',
    }
  })
  return {
    id: `${method}${path.replace(/[^a-z0-9]+/gi, '-')}`,
    tag: described.tags?.[0] ?? 'other',
    method: method.toUpperCase(),
    path,
    summary: described.summary ?? '',
    rows: [...parameters, ...(content && !content.$ref ? propertiesOf(content) : [])],
    body: content?.$ref ? nameOf(content.$ref) : null,
    answers: Object.entries(described.responses ?? {}).map(([status, { description = '', content: answer }]) => {
      const schema = firstOf(answer)
      return { status, description, schema: schema ? typeOf(schema) : null }
    }),
  }
}

function firstOf(content: Media | undefined): Schema | undefined {
  return content && Object.values(content)[0]?.schema
}

function propertiesOf({ properties = {}, required = [] }: Schema): Row[] {
  return Object.entries(properties).map(([name, schema]) => {
    return { name, type: typeOf(schema), required: required.includes(name), description: schema.description ?? '' }
  })
}

/** A type in words: "integer 1–500", "cooperative | enterprise", "Lot[]". */
export function typeOf(schema: Schema): string {
  if (schema.$ref) return nameOf(schema.$ref)
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.join(' | ')
  const choices = schema.oneOf ?? schema.anyOf
  if (choices) return choices.map(typeOf).join(' | ')
  if (schema.allOf) return schema.allOf.map(typeOf).join(' & ')
  if (schema.items) return `${typeOf(schema.items)}[]`
  const name = [schema.type ?? 'any'].flat().join(' | ')
  return `${schema.format ?? name}${boundsOf(schema)}`
}

function boundsOf({ minimum, maximum, minLength, maxLength }: Schema): string {
  const low = minimum ?? minLength
  const high = maximum ?? maxLength
  if (high === Number.MAX_SAFE_INTEGER || (low === undefined && high === undefined)) return low ? ` ≥ ${low}` : ''
  if (high === undefined) return low ? ` ≥ ${low}` : ''
  return low === undefined ? ` ≤ ${high}` : ` ${low}–${high}`
}

function nameOf(reference: string): string {
  return reference.split('/').at(-1) ?? reference
}
