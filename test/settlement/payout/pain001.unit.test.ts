import { existsSync, readFileSync } from 'node:fs'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { pain001 } from '../../../src/settlement/payout/pain001.ts'

const folder = process.env['SIGEN_CONFORMANCE_DATA'] ?? new URL('../../../../shared/data', import.meta.url).pathname
const schema = `${folder}/pain001/pain.001.001.09.xsd`

const head = {
  id: `pay_${'0'.repeat(26)}`,
  settlementId: `stl_${'0'.repeat(26)}`,
  organisationId: 'org_1',
  kind: 'proceeds',
  month: '2026-06',
} as const
const payer = {
  name: '靖州杨梅专业合作社',
  creditCode: '93431229MA0000001X',
  bankName: '湖南农村商业银行',
  bankAccount: '82010000000000001',
  cnaps: '402557000012',
}
const payee = { holder: '吴德贵', bankName: '中国农业银行', bankAccount: '6217990000000010000', cnaps: '', phone: '' }
const rows = Array.from({ length: 12 }, (_, index) => ({
  n: index + 1,
  id: `${head.settlementId}.h.hh_${String(index).padStart(26, '0')}`,
  amountFen: 100_000 * index + 7,
  payee: { ...payee, cnaps: index % 2 ? '103557000018' : '', holder: index === 3 ? `龚䶮 & <子> "甲" 'b'\u0001` : payee.holder },
}))
const xml = pain001(head, Date.UTC(2026, 5, 30, 17, 0), payer, rows)

type Transaction = {
  PmtId: { EndToEndId: string }
  Amt: { InstdAmt: { '#text': string; '@Ccy': string } }
  CdtrAgt: { FinInstnId: { ClrSysMmbId?: { MmbId: string } } }
  Cdtr: { Nm: string }
  CdtrAcct: { Id: { Othr: { Id: string } } }
  RmtInf: { Ustrd: string[] }
}
type Group = { MsgId: string; CreDtTm: string; NbOfTxs: string; CtrlSum: string }
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false })
const { GrpHdr, PmtInf } = (
  parser.parse(xml) as {
    Document: { CstmrCdtTrfInitn: { GrpHdr: Group; PmtInf: Group & { CdtTrfTxInf: Transaction[]; ReqdExctnDt: { Dt: string } } } }
  }
).Document.CstmrCdtTrfInitn

describe('pain001', () => {
  it('says in both heads how many payments there are and what they come to, to the fen', () => {
    const sum = PmtInf.CdtTrfTxInf.reduce((total, { Amt }) => total + BigInt(Amt.InstdAmt['#text'].replace('.', '')), 0n)
    for (const totals of [GrpHdr, PmtInf]) {
      expect(totals.NbOfTxs).toBe('12')
      expect(BigInt(totals.CtrlSum.replace('.', ''))).toBe(sum)
    }
  })

  it('names each line once, within 35 characters, with its own id in the remittance information', () => {
    const ends = PmtInf.CdtTrfTxInf.map(({ PmtId }) => PmtId.EndToEndId)
    expect(new Set(ends).size).toBe(12)
    expect(Math.max(...[GrpHdr.MsgId, ...ends].map((id) => id.length))).toBeLessThanOrEqual(35)
    expect(PmtInf.CdtTrfTxInf.map(({ RmtInf }) => RmtInf.Ustrd[1])).toEqual(rows.map(({ id }) => id))
  })

  it('writes names exactly, accounts as text and a bank’s CNAPS number where it is known', () => {
    const [first, second, , fourth] = PmtInf.CdtTrfTxInf
    expect(fourth!.Cdtr.Nm).toBe(`龚䶮 & <子> "甲" 'b'`)
    expect(first!.CdtrAcct.Id.Othr.Id).toBe('6217990000000010000')
    expect([first!.CdtrAgt.FinInstnId.ClrSysMmbId, second!.CdtrAgt.FinInstnId.ClrSysMmbId?.MmbId]).toEqual([undefined, '103557000018'])
    expect([GrpHdr.CreDtTm, PmtInf.ReqdExctnDt.Dt]).toEqual(['2026-07-01T01:00:00+08:00', '2026-07-01'])
  })

  it('is valid under its schema, where the schema is at hand', async ({ annotate }) => {
    if (!existsSync(schema)) {
      await annotate(`schema not at hand: ${schema}; structure and control sums are checked above`)
      return
    }
    const sheet = { fileName: 'pain.001.001.09.xsd', contents: readFileSync(schema, 'utf8') }
    const check = (contents: string) => validateXML({ xml: { fileName: 'payout.xml', contents }, schema: [sheet] })
    expect(await check(xml)).toMatchObject({ valid: true, errors: [] })
    expect((await check(pain001({ ...head, kind: 'surplus' }, 1, { ...payer, cnaps: '' }, rows.slice(0, 1)))).valid).toBe(true)
    expect((await check(xml.replace('<PmtMtd>TRF', '<PmtMtd>XXX'))).valid).toBe(false)
  })
})
