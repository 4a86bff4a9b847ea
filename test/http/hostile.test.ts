import { exports } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { issueCard } from '../../src/household/card/commands.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import { findVersion } from '../../src/contract/queries.ts'
import { testContext, TestClock, valueOf } from '../support/context.ts'
import { makeFreightRule } from '../support/factories/catalogue.ts'
import { asSystem } from '../support/factories/made.ts'
import { inventPerson } from '../support/factories/people.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { checkoutOf, makeOpenOrder, makePaidOrder } from '../support/factories/order.ts'
import { makeSettlement } from '../support/factories/settlement.ts'
import { sessionOf } from '../support/signed-in.ts'

const worker = (exports as unknown as { default: Fetcher }).default

type Schema = {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  enum?: unknown[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  const?: unknown
  minimum?: number
}
type Operation = {
  parameters?: { name: string; in: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } }

const hostile: unknown[] = [null, '', 'x'.repeat(5000), '\u0000', '431229x', '9999-12-31', -1, 1.5, Number.MAX_SAFE_INTEGER, [], {}]

/** Real things of one organisation, by the names that inputs have for them. */
async function world() {
  const context = testContext({ clock: Object.assign(new TestClock(), { now: () => Date.now() }) })
  const season = await makeSeason(context, { households: 5, gramsEach: 100_000, packGrams: 2_500 })
  const { checkoutId, orderId, paymentId } = await makePaidOrder(context, { packId: season.packId, units: 2 })
  const open = await makeOpenOrder(context, { packId: season.packId, units: 1 })
  const settlementId = await makeSettlement(context, { organisationId: season.organisationId, month: '2026-01', status: 'draft' })
  const { contractId } = (await findVersion(context.county, season.contractVersionId))!
  const card = valueOf(await issueCard(asSystem(context), season.householdIds[0]!))
  const freightRuleId = await makeFreightRule(context, season.organisationId)
  const known: Record<string, unknown> = {
    organisationId: season.organisationId,
    cooperativeId: season.organisationId,
    guarantorId: season.organisationId,
    enterpriseId: season.organisationId,
    householdId: season.householdIds[0],
    contractVersionId: season.contractVersionId,
    contractId,
    deliveryId: season.deliveryIds[0],
    deliveryIds: [season.deliveryIds[0]],
    lotId: season.lotId,
    packId: season.packId,
    packLotId: season.packLotId,
    offerId: season.offerId,
    productId: 'bayberry',
    grade: 'first',
    divisionCode: '431229000000',
    villageCode: '431229200202',
    countyCode: '431229000000',
    county: '431229000000',
    division: '431229000000',
    code: '431229200202',
    village: '431229200202',
    province: '110000000000',
    provinces: ['110000000000'],
    phone: '13800000001',
    month: '2026-02',
    checkoutId,
    orderId,
    scope: season.organisationId,
    username: 'some.body',
    password: 'long enough password',
    creditCode: `93431229MA0000099${creditCheckCharacter('93431229MA0000099')}`,
    seasonFrom: '05-25',
    seasonUntil: '07-10',
    trackingNumber: 'SF1234567890',
    idNumber: inventPerson(9999).idNumber,
    pin: '123456',
    token: card.token,
    householdBp: 10_000,
    landCentimu: 100,
    freeFromFen: 10_000,
    priceFen: 4990,
    freshAgreed: true,
    shelfLifeDays: 5,
    freightRuleId,
    photo: undefined,
    id: 'some-product',
    maxGramsPerMu: 1000,
    limit: 20,
    after: undefined,
    afterNumber: 0,
    bankAccount: '6217990000000001',

    enterpriseBp: 0,
    cooperativeBp: 0,
    priceFenPerKg: null,
    grossGrams: 12_000,
    tareGrams: 2_000,
    year: '2026',
    seenTotalFen: (await checkoutOf(context, { packId: season.packId, units: 1 })).seenTotalFen,
    units: 1,
  }
  const ids: Record<string, string> = {
    organisations: season.organisationId,
    households: season.householdIds[0]!,
    contracts: contractId,
    'contract-versions': season.contractVersionId,
    deliveries: season.deliveryIds[0]!,
    lots: season.lotId,
    offers: season.offerId,
    orders: orderId,
    checkouts: open.checkoutId,
    payments: paymentId,
    settlements: settlementId,
  }
  const tokens = [await sessionOf(context, 'manager', season.organisationId), await sessionOf(context, 'office', '431200000000')]
  return { known, ids, tokens }
}

type World = Awaited<ReturnType<typeof world>>

function resolve(document: Document, schema: Schema): Schema {
  if (schema.$ref) return resolve(document, document.components.schemas[schema.$ref.split('/').at(-1)!]!)
  if (!schema.allOf) return schema
  const parts = schema.allOf.map((part) => resolve(document, part))
  return { ...schema, type: 'object', properties: Object.assign({}, schema.properties, ...parts.map(({ properties }) => properties)) }
}

function plausible(document: Document, given: Schema, name: string, known: Record<string, unknown>): unknown {
  if (name in known) return known[name]
  const schema = resolve(document, given)
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0]
  if (choice) return plausible(document, choice, name, known)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (type === 'object')
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, part]) => [key, plausible(document, part, key, known)]))
  if (type === 'array') return [plausible(document, schema.items ?? {}, name.replace(/s$/, ''), known)]
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
  if (type === 'boolean') return false
  return /On$|^on|Date/.test(name) ? '2026-06-01' : '示例文字'
}

/** The same value with one leaf replaced, for every leaf and every hostile value; arrays also with their first item twice. */
function* spoiled(value: unknown): Generator {
  for (const bad of hostile) yield bad
  if (Array.isArray(value)) {
    if (value.length > 0) yield [value[0], value[0]]
    for (const inner of value.length > 0 ? spoiled(value[0]) : []) yield [inner]
  } else if (value !== null && typeof value === 'object') {
    for (const [key, part] of Object.entries(value)) for (const inner of spoiled(part)) yield { ...value, [key]: inner }
  }
}

describe('the API', () => {
  it('never answers bad input with a fault', { timeout: 600_000 }, async () => {
    const document = (await (await worker.fetch('http://sigen.test/api/openapi.json')).json()) as Document
    const given: World = await world()
    const faults = new Set<string>()
    let asked = 0
    for (const [path, operations] of Object.entries(document.paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        // Signing out would end the sessions of all that follows.
        if (path === '/session' && method === 'delete') continue
        for (const token of given.tokens)
          for (const { url, body, type } of requests(document, given, path, operation)) {
            asked++
            const response = await worker.fetch(`http://sigen.test/api${url}`, {
              method: method.toUpperCase(),
              headers: {
                ...(type && { 'content-type': type }),
                'idempotency-key': crypto.randomUUID(),
                ...(token && { authorization: `Bearer ${token}` }),
              },
              ...(body !== undefined && method !== 'get' && { body }),
            })
            await response.text()
            if (response.status >= 500) faults.add(`${method} ${url.slice(0, 120)} ${String(body).slice(0, 600)}`)
          }
      }
    }
    expect(asked).toBeGreaterThan(1000)
    expect([...faults]).toEqual([])
  })
})

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A route asked with unknown ids, each query parameter and each part of its body spoiled in turn, and at last as it should be. */
function* requests(document: Document, { known, ids }: World, path: string, operation: Operation) {
  const schema = Object.entries(operation.requestBody?.content ?? {})[0]
  const folders = path.split('/').slice(path.startsWith('/oversight') ? 2 : 1)
  const real = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(name === 'id' ? (ids[folders[0]!] ?? 'none') : textOf(known[name] ?? 'none')),
  )
  const type = schema?.[0]
  const isJson = type === 'application/json'
  const body = schema && isJson ? plausible(document, schema[1].schema, '', known) : undefined
  const sent = isJson ? JSON.stringify(body) : schema ? 'a,b\r\n1,2' : undefined
  const queries = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query')
  const query = new URLSearchParams(
    queries.flatMap(({ name, schema: s }) => {
      const value = plausible(document, s, name, known)
      return value === undefined ? [] : [[name, textOf(value)]]
    }),
  )
  if (/\{\w+\}/.test(path))
    for (const bad of ['none', '%00', 'x'.repeat(500), '431229x', "'", '%E0%A4%A'])
      yield { url: `${path.replace(/\{\w+\}/g, bad)}?${query.toString()}`, body: sent, type }
  for (const { name } of queries)
    for (const bad of hostile) {
      const changed = new URLSearchParams(query)
      changed.set(name, textOf(bad))
      yield { url: `${real}?${changed.toString()}`, body: sent, type }
    }
  if (isJson) for (const bad of spoiled(body)) yield { url: `${real}?${query.toString()}`, body: JSON.stringify(bad), type }
  yield { url: `${real}?${query.toString()}`, body: sent, type }
}
