import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { applyImport, previewImport } from '../../src/household/import/commands.ts'
import { previewOf } from '../../src/household/import/queries.ts'
import { statusOn } from '../../src/household/queries.ts'
import { rosterHeadings } from '../../src/household/roster.ts'
import { findByIdNumbers, findByTerm, identityOf } from '../../src/household/vault/queries.ts'
import { csvText } from '../../src/kernel/csv.ts'
import type { Context } from '../../src/platform/context.ts'
import { bindings, problemOf, testContext, userWith, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'
import { inventPerson } from '../support/factories/people.ts'

const jingzhou = '431229000000'
const office = userWith({ role: 'office', scope: jingzhou })

type Cells = { n: number; village?: string; people?: string; phone?: string; status?: string; from?: string }

function fileOf(...rows: Cells[]): ArrayBuffer {
  const lines = rows.map(({ n, village = '431229200202', people = '4', phone, status = '建档立卡', from = '2020-01-01' }) => {
    const person = inventPerson(n)
    return [village, person.name, person.idNumber, phone ?? person.phone, person.bankName, person.bankAccount, people, '2', status, from]
  })
  return bytesOf(csvText([rosterHeadings.zh, ...lines]))
}

function bytesOf(text: string): ArrayBuffer {
  return new Uint8Array(new TextEncoder().encode(text)).buffer
}

async function importFile(context: Context, file: ArrayBuffer): Promise<string> {
  return valueOf(await applyImport(context, valueOf(await previewImport(context, jingzhou, file))))
}

async function previewed(context: Context, file: ArrayBuffer) {
  const id = valueOf(await previewImport(context, jingzhou, file))
  return (await previewOf(context, { id, divisionCode: jingzhou }))!
}

async function idOf(context: Context, n: number): Promise<string> {
  const { idNumber } = inventPerson(n)
  return (await findByIdNumbers(context, [idNumber])).get(idNumber)!
}

async function everything(context: Context) {
  return {
    households: await context.county.all(sql`SELECT * FROM households ORDER BY id`),
    statuses: await context.county.all(sql`SELECT * FROM registry_statuses ORDER BY household_id, from_on`),
    identities: await context.vault.all(sql`SELECT * FROM identities ORDER BY household_id`),
    terms: await context.vault.all(sql`SELECT * FROM identity_terms ORDER BY term_hmac, household_id`),
  }
}

describe('importing a roster', () => {
  it('adds households, keeps who they are in the vault only, and finds them by name', async () => {
    const context = testContext({ actor: office })
    await importFile(context, fileOf({ n: 1 }, { n: 2 }))
    const id = await idOf(context, 1)
    const person = inventPerson(1)
    expect(await identityOf(context, id)).toEqual(person)
    expect(await statusOn(context.county, id, '2026-06-18')).toBe('registered')
    for (const term of [person.name, person.name[0]!, person.phone.slice(-4), 'ygr', 'Yang Guang Rong']) {
      expect(await findByTerm(context, term)).toContain(id)
    }
    const stored = JSON.stringify(await everything(context))
    for (const secret of Object.values(person)) expect(stored).not.toContain(secret)
  })

  it('changes no row when the same file comes again', async () => {
    const context = testContext({ actor: office })
    const file = fileOf({ n: 11 }, { n: 12, status: '已脱贫', from: '2021-03-01' }, { n: 13, phone: '' })
    await importFile(context, file)
    const before = await everything(context)
    expect(await previewed(context, file)).toEqual({ added: [], changed: [], removed: [], rejected: [] })
    await importFile(context, file)
    expect(await everything(context)).toEqual(before)
  })

  it('shows what changes, applies it, and lets nobody vanish', async () => {
    const context = testContext({ actor: office })
    const village = '431229200205'
    await importFile(context, fileOf({ n: 21, village }, { n: 22, village }, { n: 23, village }))
    const second = fileOf({ n: 21, village, people: '5', phone: '13800001111' }, { n: 22, village, status: '已脱贫', from: '2026-01-01' })
    const diff = await previewed(context, second)
    expect(diff.changed.map(({ fields }) => fields)).toEqual([['people', 'phone'], ['status']])
    await importFile(context, second)
    expect(await identityOf(context, await idOf(context, 21))).toMatchObject({ phone: '13800001111' })
    expect(await statusOn(context.county, await idOf(context, 22), '2025-12-31')).toBe('registered')
    expect(await statusOn(context.county, await idOf(context, 22), '2026-01-01')).toBe('exited')
    expect(await statusOn(context.county, await idOf(context, 23), '2026-06-17')).toBe('registered')
    expect(await statusOn(context.county, await idOf(context, 23), '2026-06-18')).toBe('none')
    expect(await identityOf(context, await idOf(context, 23))).not.toBeNull()
  })

  it('rejects villages that are unknown or outside the division of the import', async () => {
    const context = testContext({ actor: office })
    const diff = await previewed(context, fileOf({ n: 31, village: '431229999999' }, { n: 32, village: '431226101001' }, { n: 33 }))
    expect(diff.added).toHaveLength(1)
    expect(diff.rejected.map(({ line, code }) => [line, code])).toEqual([
      [2, 'village_unknown'],
      [3, 'village_outside'],
    ])
  })

  it('keeps a household whose line is rejected for its village code', async () => {
    const context = testContext({ actor: office })
    const village = '431229200206'
    await importFile(context, fileOf({ n: 35, village }, { n: 36, village }))
    const diff = await previewed(context, fileOf({ n: 35, village }, { n: 36, village: '431229999999' }))
    expect(diff).toMatchObject({ changed: [], removed: [], rejected: [{ code: 'village_unknown' }] })
  })

  it('reads GB18030 as well, as spreadsheets in China write it', async () => {
    const context = testContext({ actor: office })
    const person = inventPerson(41)
    const line = `431229200202,\xCE\xE2\xB5\xC2\xB9\xF3,${person.idNumber},,,,4,2,registered,2020-01-01\r\n`
    const file = Uint8Array.from(`${rosterHeadings.en.join(',')}\r\n${line}`, (character) => character.charCodeAt(0)).buffer
    await importFile(context, file)
    expect(await identityOf(context, await idOf(context, 41))).toMatchObject({ name: '吴德贵', phone: '' })
  })

  it('keeps the waiting file sealed and deletes it once applied', async () => {
    const context = testContext({ actor: office })
    const id = valueOf(await previewImport(context, jingzhou, fileOf({ n: 51 })))
    const kept = await (await bindings.FILES.get(`imports/${id}`))!.text()
    expect(kept).not.toContain(inventPerson(51).idNumber)
    valueOf(await applyImport(context, id))
    expect(await bindings.FILES.get(`imports/${id}`)).toBeNull()
    expect(problemOf(await applyImport(context, id)).code).toBe('import_applied')
  })

  it('refuses to apply what the preview no longer describes', async () => {
    const context = testContext({ actor: office })
    const id = valueOf(await previewImport(context, jingzhou, fileOf({ n: 61 })))
    await importFile(context, fileOf({ n: 61 }))
    const before = await everything(context)
    expect(problemOf(await applyImport(context, id)).code).toBe('import_stale')
    expect(await everything(context)).toEqual(before)
  })

  it('is applied once when two apply it at the same moment', async () => {
    const context = testContext({ actor: office })
    const id = valueOf(await previewImport(context, jingzhou, fileOf({ n: 71 })))
    expect(
      problemOf(
        await applyImport(
          interruptedBy(context, () => applyImport(context, id)),
          id,
        ),
      ).code,
    ).toBe('import_applied')
    expect(await context.county.all(sql`SELECT count(*) AS n FROM activities WHERE subject = ${id} AND action LIKE '%apply%'`)).toEqual([
      { n: 1 },
    ])
  })

  it('refuses files that are no roster', async () => {
    const context = testContext({ actor: office })
    const refusal = async (text: string) => problemOf(await previewImport(context, jingzhou, bytesOf(text))).code
    expect(await refusal('a,"b')).toBe('roster_unreadable')
    expect(await refusal('村代码,户主姓名\n1,2')).toBe('roster_headings')
    expect(await refusal(rosterHeadings.zh.join(','))).toBe('roster_empty')
    expect(problemOf(await previewImport(context, '431299000000', fileOf({ n: 1 }))).code).toBe('not_found')
  })

  it('is the office’s alone, within its division', async () => {
    const file = fileOf({ n: 71 })
    const asked = async (actor: Parameters<typeof testContext>[0]) =>
      problemOf(await previewImport(testContext(actor), jingzhou, file)).code
    expect(await asked({ actor: userWith({ role: 'office', scope: '431226000000' }) })).toBe('not_found')
    expect(await asked({ actor: userWith({ role: 'supervisor', scope: jingzhou }) })).toBe('forbidden')
    expect(await asked({ actor: userWith({ role: 'manager', scope: 'org_a' }) })).toBe('forbidden')
    expect(await asked({ actor: { kind: 'guest' } })).toBe('sign_in_required')
    const id = valueOf(await previewImport(testContext({ actor: office }), jingzhou, file))
    const stranger = testContext({ actor: userWith({ role: 'office', scope: '431226000000' }) })
    expect(problemOf(await applyImport(stranger, id)).code).toBe('not_found')
  })
})
