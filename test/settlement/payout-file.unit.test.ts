import { array, assert, constantFrom, integer, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../src/kernel/csv.ts'
import { bankCsv } from '../../src/settlement/payout/bank-csv.ts'
import { charactersOutsideGbk, encodeText } from '../../src/settlement/payout/encoding.ts'
import { bankAmount, canonicalFile, payoutFileId, reference } from '../../src/settlement/payout-file.ts'

const head = { id: 'pay_1', settlementId: 'stl_1', organisationId: 'org_1', kind: 'proceeds', month: '2026-06' } as const
const account = 'a'.repeat(64)
const lines = [
  { id: 'stl_1.h.b', party: 'household', partyId: 'b', amountFen: 123_456_789, account },
  { id: 'stl_1.h.a', party: 'household', partyId: 'a', amountFen: 5, account },
  { id: 'stl_1.e.e', party: 'enterprise', partyId: 'e', amountFen: 100, account },
] as const
const payee = (holder: string) => ({
  holder,
  bankName: '中国农业银行',
  bankAccount: '6217990000000010000',
  cnaps: '103557000018',
  phone: '13800000001',
})

describe('bankCsv', () => {
  it('carries control totals of exactly the rows it holds, amounts with two decimals from whole fen, accounts as they are', () => {
    const text = bankCsv(head, [
      { n: 1, id: 'stl_1.h.a', amountFen: 5, payee: payee('吴德贵') },
      { n: 2, id: 'stl_1.h.b', amountFen: 123_456_789, payee: payee('龙秀英') },
    ])
    const [totals, , ...rows] = parseCsv(text)!.map(({ cells }) => cells)
    expect(totals).toEqual(['批次号', 'pay_1', '笔数', '2', '总金额', '1234567.94', '总金额分', '123456794'])
    expect(rows.map((row) => [row[3], row[4], row[5]])).toEqual([
      ['6217990000000010000', '吴德贵', '0.05'],
      ['6217990000000010000', '龙秀英', '1234567.89'],
    ])
  })

  it('disarms names that a spreadsheet would take for a formula', () => {
    const text = bankCsv(head, [{ n: 1, id: 'x', amountFen: 1, payee: payee('=HYPERLINK("http://x")') }])
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
  })

  it('adds up to its control total whatever the amounts', () => {
    assert(
      property(array(integer({ min: 1, max: 1e10 }), { minLength: 1, maxLength: 50 }), (amounts) => {
        const text = bankCsv(
          head,
          amounts.map((amountFen, index) => ({ n: index + 1, id: `l${index}`, amountFen, payee: payee('吴') })),
        )
        const [totals, , ...rows] = parseCsv(text)!.map(({ cells }) => cells)
        const sum = rows.reduce((total, row) => total + BigInt(row[5]!.replace('.', '')), 0n)
        expect([totals![3], totals![7]]).toEqual([String(amounts.length), String(sum)])
      }),
    )
  })
})

describe('encodeText', () => {
  const bytes = (result: ReturnType<typeof encodeText>) => (result.ok ? [...result.value] : result.problem)

  it('begins UTF-8 with a byte order mark and GBK with none', () => {
    expect(bytes(encodeText('吴', 'utf-8'))).toEqual([0xef, 0xbb, 0xbf, 0xe5, 0x90, 0xb4])
    expect(bytes(encodeText('吴', 'gbk'))).toEqual([0xce, 0xe2])
  })

  it('refuses a character that GBK lacks instead of writing a question mark, and writes it in GB18030', () => {
    expect(charactersOutsideGbk('吴䶮?𫖯·')).toEqual(['䶮', '𫖯'])
    expect(bytes(encodeText('龚䶮', 'gbk'))).toMatchObject({ code: 'gbk_lacks_character', facts: { characters: '䶮' } })
    const written = encodeText('龚䶮𫖯', 'gb18030')
    expect(written.ok && new TextDecoder('gb18030').decode(written.value)).toBe('龚䶮𫖯')
  })

  it('writes the same bytes in GB18030 as in GBK for everything GBK has', () => {
    assert(
      property(string({ unit: constantFrom(...Array.from('吴杨龙石明储梁,0123456789.\r\n·（）A')) }), (text) => {
        expect(bytes(encodeText(text, 'gb18030'))).toEqual(bytes(encodeText(text, 'gbk')))
      }),
    )
  })
})

describe('canonicalFile', () => {
  it('is the same text whatever the order of its lines, and names nobody', () => {
    expect(canonicalFile(head, lines)).toBe(canonicalFile(head, lines.toReversed()))
    expect(JSON.parse(canonicalFile(head, lines))).toMatchObject({
      lines: 3,
      totalFen: 123_456_894,
      rows: [{ n: 1, line: 'stl_1.e.e', account }, {}, {}],
    })
  })

  it('has one id for a settlement, and references that fit into 35 characters', () => {
    const id = payoutFileId(`stl_${'0'.repeat(26)}`)
    expect(id).toBe(`pay_${'0'.repeat(26)}`)
    expect(reference(id, 20_000).length).toBeLessThanOrEqual(35)
    expect(bankAmount(5)).toBe('0.05')
  })
})
