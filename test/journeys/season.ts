import { runJobs } from '../../src/http/jobs.ts'
import { dayMs } from '../../src/kernel/time.ts'
import { creditCheckCharacter } from '../../src/organisation/credit-code.ts'
import { parseCsv } from '../../src/kernel/csv.ts'
import { bankAmount } from '../../src/settlement/payout-file.ts'
import { provinces } from '../../src/region/province.ts'
import householdsCsv from '../fixtures/season-000-households.csv?raw'
import membersCsv from '../fixtures/season-000-members.csv?raw'
import slipsCsv from '../fixtures/season-000-slips.csv?raw'
import { bindings, TestClock } from '../support/context.ts'
import { Http, password } from './http.ts'

export const county = '431229000000'
const rowsOf = (csv: string) =>
  parseCsv(csv)!
    .slice(1)
    .map(({ cells }) => cells)

export type SlipLine = { member: number; on: string; grossGrams: number; tareGrams: number }
export const slipLines: readonly SlipLine[] = rowsOf(slipsCsv).map(([member, , on, , gross, tare]) => ({
  member: Number(member),
  on: on!,
  grossGrams: Number(gross),
  tareGrams: Number(tare),
}))

/** The same season as one slip a household. */
export const oneSlipEach: readonly SlipLine[] = [...Map.groupBy(slipLines, ({ member }) => member).values()].map((own) => ({
  ...own.at(-1)!,
  grossGrams: own.reduce((sum, { grossGrams }) => sum + grossGrams, 0),
  tareGrams: own.reduce((sum, { tareGrams }) => sum + tareGrams, 0),
}))

/** The first slips that fill lots which are whole in packs of 100 kg: at least so many. */
export function wholeSlips(least: number): readonly SlipLine[] {
  let grams = 0
  const last = slipLines.findIndex((slip, index) => (grams += netOf(slip)) % crateGrams === 0 && index >= least - 1)
  return slipLines.slice(0, last + 1)
}

const crateGrams = 100_000
const netOf = ({ grossGrams, tareGrams }: SlipLine) => grossGrams - tareGrams

// Eight clerks at eight scales.
async function eightAtOnce<Item, Answer>(items: readonly Item[], each: (item: Item) => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = []
  for (let from = 0; from < items.length; from += 8) answers.push(...(await Promise.all(items.slice(from, from + 8).map(each))))
  return answers
}

export type County = { clock: TestClock; http: Http; enterpriseId: string; householdOf: Map<number, string> }

/** The county before the season: its office, an enterprise, the product, and 814 registered households of ten villages. */
export async function openCounty(): Promise<County> {
  const clock = new TestClock('2026-05-20')
  const http = new Http(clock)
  await http.send('POST', '/api/setup', { body: { username: 'operator', name: '管理员', password, setupToken: 'development-setup' } })
  await addUser(http, 'office', 'office', county)
  await addUser(http, 'supervisor', 'supervisor', county)
  const enterpriseId = await addOrganisation(http, 'enterprise', '靖州果业示例公司')
  const product = {
    id: 'bayberry',
    nameZh: '杨梅',
    nameEn: 'Bayberry',
    category: 'fruit',
    drawing: 'bayberry',
    maxDeliveryGrams: 20_000_000,
    grades: ['first'],
  }
  await http.send('POST', '/api/products', { as: 'office', body: product })
  const { id } = await http.send('POST', `/api/household-imports?division=${county}`, { as: 'office', csv: householdsCsv })
  await http.send('POST', `/api/household-imports/${id}/application`, { as: 'office' })
  return { clock, http, enterpriseId, householdOf: await readHouseholds(http) }
}

export async function addUser(http: Http, username: string, role: string, scope: string): Promise<void> {
  await http.send('POST', '/api/users', { as: 'operator', body: { username, name: username, password, role, scope } })
}

let organisations = 0

async function addOrganisation(http: Http, kind: string, nameZh: string): Promise<string> {
  const first17 = `93431229MA${String((organisations += 1)).padStart(7, '0')}`
  const body = { kind, divisionCode: county, creditCode: first17 + creditCheckCharacter(first17), nameZh, nameEn: nameZh }
  const { id } = await http.send('POST', '/api/organisations', { as: 'operator', body })
  const manager = `manager.${organisations}`
  await addUser(http, manager, 'manager', id)
  const account = { holder: nameZh, bankName: '湖南农村商业银行', bankAccount: `8201000000${organisations}`, reason: '结算收款账户' }
  const entered = await http.send('POST', `/api/organisations/${id}/accounts`, { as: manager, body: account })
  await http.send('POST', `/api/organisation-accounts/${entered.id}/decision`, { as: 'office', body: { decision: 'confirmed' } })
  return id
}

// The registry shows identities masked; in this file the last four digits of the account tell households apart.
async function readHouseholds(http: Http): Promise<Map<number, string>> {
  const accountOf = new Map(rowsOf(householdsCsv).map((row) => [row[2]!, row[5]!.slice(-4)]))
  const memberOf = new Map(rowsOf(membersCsv).map(([number, idNumber]) => [accountOf.get(idNumber!)!, Number(number)]))
  const found = new Map<number, string>()
  for (const village of new Set(rowsOf(householdsCsv).map(([code]) => code!))) {
    for (let after: string | null = ''; after !== null;) {
      type Page = { households: { id: string }[]; next: string | null }
      const page: Page = await http.send<Page>('GET', `/api/households?village=${village}&after=${after}`, { as: 'office' })
      await eightAtOnce(page.households, async ({ id }) => {
        const { identity } = await http.send<{ identity: { bankAccount: string } }>('GET', `/api/households/${id}`, { as: 'office' })
        found.set(memberOf.get(identity.bankAccount.slice(-4))!, id)
      })
      after = page.next
    }
  }
  return found
}

export type Cooperative = {
  id: string
  manager: string
  contractId: string
  versionId: string
  lots: { id: string; grams: number }[]
  freightRuleId: string
}

/** A cooperative with all 814 members, or some of them, under the seed's contract, its manager, and a rule by which freight is free. */
export async function openCooperative(
  { http, enterpriseId, householdOf }: County,
  name: string,
  only?: ReadonlySet<number>,
): Promise<Cooperative> {
  const members = [...householdOf].filter(([number]) => only?.has(number) ?? true)
  const id = await addOrganisation(http, 'cooperative', name)
  const manager = `manager.${organisations}`
  const land = new Map(rowsOf(membersCsv).map(([number, , landCentimu]) => [Number(number), Number(landCentimu)]))
  await eightAtOnce(members, ([number, householdId]) =>
    http.send('POST', `/api/organisations/${id}/members`, { as: manager, body: { householdId, number, fromOn: '2026-01-01' } }),
  )
  const split = { enterpriseBp: 3000, cooperativeBp: 1000, householdBp: 6000, floorBasis: 'goods', guaranteeOn: '2026-12-31' }
  const prices = [{ productId: 'bayberry', grade: 'first', floorFenPerKg: 400 }]
  const households = members.map(([number, householdId]) => ({ householdId, landCentimu: land.get(number)! }))
  const terms = { ...split, fromOn: '2026-01-01', untilOn: '2026-12-31', prices, households }
  const contract = {
    organisationId: id,
    title: '杨梅产销保底协议',
    linkageMode: 'share',
    enterpriseId,
    cooperativeId: id,
    guarantorId: enterpriseId,
    terms,
  }
  const { id: versionId } = await http.send('POST', '/api/contracts', { as: manager, body: contract })
  await http.send('POST', `/api/contract-versions/${versionId}/signature`, { as: 'office' })
  const { contractId } = await http.send<{ contractId: string }>('GET', `/api/contract-versions/${versionId}`, { as: manager })
  const freight = { firstGrams: 1000, firstFen: 0, stepGrams: 1000, stepFen: 0, provinces: provinces.map(({ code }) => code) }
  const rule = await http.send('POST', '/api/freight-rules', {
    as: manager,
    body: { organisationId: id, nameZh: '包邮', nameEn: 'Free', ...freight },
  })
  return { id, manager, contractId, versionId, lots: [], freightRuleId: rule.id }
}

/** Weighs the slips and pools them into lots that are whole in packs of 100 kg, of at least 200 slips each. */
export async function weigh({ http, clock, householdOf }: County, cooperative: Cooperative, lines: readonly SlipLine[]): Promise<void> {
  clock.moveTo('2026-06-28')
  const { id: organisationId, manager: as, versionId: contractVersionId } = cooperative
  const ids = await eightAtOnce(lines, async ({ member, on, grossGrams, tareGrams }) => {
    const slip = { householdId: householdOf.get(member)!, contractVersionId, productId: 'bayberry', grade: 'first', deliveredOn: on }
    return (await http.send('POST', '/api/deliveries', { as, body: { organisationId, ...slip, grossGrams, tareGrams } })).id
  })
  let waiting: string[] = []
  let grams = 0
  for (const [index, line] of lines.entries()) {
    waiting.push(ids[index]!)
    grams += netOf(line)
    if (index < lines.length - 1 && (grams % crateGrams !== 0 || waiting.length < 200)) continue
    const lot = await http.send('POST', '/api/lots', { as, body: { organisationId, deliveryIds: waiting } })
    cooperative.lots.push({ id: lot.id, grams })
    waiting = []
    grams = 0
  }
}

export type Shop = { offerId: string; packId: string }

/** Packs every lot in 100 kg boxes and puts them on sale. */
export async function openShop({ http }: County, { id, manager, lots, freightRuleId }: Cooperative, priceFen: number): Promise<Shop> {
  const pack = {
    organisationId: id,
    productId: 'bayberry',
    grade: 'first',
    packGrams: crateGrams,
    nameZh: '百公斤箱',
    nameEn: '100 kg crate',
  }
  const packId = (await http.send('POST', '/api/packs', { as: manager, body: pack })).id
  for (const lot of lots) {
    const body = { packId, units: lot.grams / crateGrams, packedOn: '2026-06-28', shelfLifeDays: 90 }
    await http.send('POST', `/api/lots/${lot.id}/pack-lots`, { as: manager, body })
  }
  const words = {
    nameZh: '靖州杨梅',
    nameEn: 'Jingzhou bayberry',
    storyZh: '',
    storyEn: '',
    storageZh: '',
    storageEn: '',
    shelfLifeDays: 90,
  }
  const offer = { ...words, freightRuleId, organisationId: id, productId: 'bayberry', grade: 'first', packs: [{ packId, priceFen }] }
  const offerId = (await http.send('POST', '/api/offers', { as: manager, body: offer })).id
  await http.send('PUT', `/api/offers/${offerId}/publication`, { as: manager })
  return { offerId, packId }
}

export type Sold = { orderId: string; checkoutId: string; units: number }

/** Buyers buy and pay for so many crates, at most 999 an order. Answers the orders. */
export async function sell({ http }: County, { offerId, packId }: Shop, units: number, priceFen: number): Promise<Sold[]> {
  const sold: Sold[] = []
  for (let left = units; left > 0; left -= 999) {
    const now = Math.min(999, left)
    const recipient = { name: '周小北', phone: '13800000001', province: '110000000000', address: '北京市朝阳区示例路 8 号' }
    const body = { lines: [{ offerId, packId, units: now }], recipient, seenTotalFen: now * priceFen, freshAgreed: true }
    const { id: checkoutId } = await http.send('POST', '/api/checkouts', { body })
    const { payPath } = await http.send<{ payPath: string }>('POST', `/api/checkouts/${checkoutId}/payments`)
    await http.send('POST', `/api/payments/${payPath.split('/').at(-1)}/events`, { body: { kind: 'captured' } })
    const { orders } = await http.send<{ orders: { id: string }[] }>('GET', `/api/checkouts/${checkoutId}`)
    sold.push({ orderId: orders[0]!.id, checkoutId, units: now })
  }
  return sold
}

/** The cooperative ships the orders, buyers say nothing, and the clock makes them final. */
export async function shipAndWait({ http, clock }: County, manager: string, orders: readonly Sold[]): Promise<void> {
  for (const [index, { orderId }] of orders.entries()) {
    const body = { carrier: '顺丰速运', trackingNumber: `SF${String(1_000_000_000 + index)}` }
    await http.send('POST', `/api/orders/${orderId}/shipments`, { as: manager, body })
  }
  for (const days of [11, 3]) {
    clock.pass(days * dayMs)
    await runJobs(bindings, clock)
  }
}

export type Line = { id: string; party: string; partyId: string; amountFen: number; shareFen: number; guaranteeFen: number; status: string }
export type Settled = {
  id: string
  totalFen: number
  lots: { finalFen: number; enterpriseFen: number; cooperativeFen: number; poolFen: number; remainderFen: number }[]
  guarantees: { positionFen: number; paidInFen: number; usedFen: number; claimFen: number; overdueFen: number; repaidFen: number }[]
  lines: Line[]
}

/** Settles a month all the way: drafted, on the notice board, approved by the office, sent, answered as paid, closed. */
export async function settleMonth({ http, clock }: County, { id: organisationId, manager }: Cooperative, month: string): Promise<Settled> {
  const { id } = await http.send('POST', '/api/settlements', { as: manager, body: { organisationId, month } })
  const detail = await http.send<Omit<Settled, 'lines'>>('GET', `/api/settlements/${id}`, { as: manager })
  const { lines } = await http.send<{ lines: Line[] }>('GET', `/api/settlements/${id}/lines?limit=1000`, { as: manager })
  await http.send('POST', `/api/settlements/${id}/notice`, { as: manager })
  clock.pass(7 * dayMs)
  await http.send('POST', `/api/settlements/${id}/approval`, { as: 'office' })
  if (lines.length > 0) {
    await http.send('POST', `/api/settlements/${id}/payout-file`, { as: manager })
    const on = new Date(clock.now()).toISOString().slice(0, 10)
    const rows = lines.map((line) => `${line.id},${bankAmount(line.amountFen)},paid,,${on}`)
    await http.send('POST', `/api/settlements/${id}/answers`, {
      as: manager,
      body: { answer: ['line,amount,result,reason,date', ...rows].join('\n') },
    })
  }
  await http.send('POST', `/api/settlements/${id}/closing`, { as: manager })
  return { ...detail, lines }
}

/** What the lines of a party come to, in fen. */
export function paidTo(party: string, ...settled: readonly Settled[]): number {
  return settled.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.party === party ? line.amountFen : 0), 0)
}

/** A part of what all lots brought, in fen, as of a settlement. */
export function lotsSum({ lots }: Settled, part: keyof Settled['lots'][number]): number {
  return lots.reduce((sum, lot) => sum + lot[part], 0)
}
