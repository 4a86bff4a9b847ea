import { describe, expect, it } from 'vitest'
import { matchAnswer, parseAnswer, type SentLine } from '../../src/settlement/answer.ts'
import { parseCsv } from '../../src/kernel/csv.ts'
import { answerForm, bankAmount, bankFile, canonicalFile } from '../../src/settlement/payout-file.ts'

const head = { id: 'pay_1', settlementId: 'stl_1', organisationId: 'org_1', month: '2026-06' }
const lines = [
  { id: 'stl_1.h.b', party: 'household', partyId: 'b', amountFen: 123_456_789 },
  { id: 'stl_1.h.a', party: 'household', partyId: 'a', amountFen: 5 },
  { id: 'stl_1.e.e', party: 'enterprise', partyId: 'e', amountFen: 100 },
] as const
const payee = (name: string) => ({ name, bankName: '中国农业银行', bankAccount: '6217990000000010000', phone: '13800000001' })

describe('bankFile', () => {
  it('carries control totals of exactly the rows it holds, amounts with two decimals from whole fen', () => {
    const { text, withoutAccount } = bankFile(
      head,
      lines,
      new Map([
        ['a', payee('吴德贵')],
        ['b', payee('龙秀英')],
      ]),
    )
    const [totals, , ...rows] = parseCsv(text)!.map(({ cells }) => cells)
    expect(totals).toEqual(['批次号', 'pay_1', '笔数', '2', '总金额', '1234567.94', '总金额分', '123456794'])
    expect(rows.map((row) => row[4])).toEqual(['1234567.89', '0.05'])
    expect(withoutAccount).toBe(1)
  })

  it('disarms names that a spreadsheet would take for a formula', () => {
    const { text } = bankFile(head, lines, new Map([['a', payee('=HYPERLINK("http://x")')]]))
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
  })
})

describe('canonicalFile', () => {
  it('is the same text whatever the order of its lines, and names nobody', () => {
    expect(canonicalFile(head, lines)).toBe(canonicalFile(head, lines.toReversed()))
    expect(JSON.parse(canonicalFile(head, lines))).toMatchObject({ lines: 3, totalFen: 123_456_894 })
  })
})

describe('the bank’s answer', () => {
  const sent: SentLine[] = lines.map(({ id, amountFen }) => ({ id, amountFen, status: 'exported', failure: null, answeredOn: null }))
  const answer = (rows: string[]) => ['line,amount,result,reason,date', ...rows].join('\r\n')

  it('reads paid and failed in both languages, and a form with every result filled in', () => {
    const filled = answerForm(lines).replace(/,,,\r\n/g, ',成功,,2026-07-01\r\n')
    const parsed = parseAnswer(filled, '2026-07-02')
    expect(parsed).toMatchObject({ ok: true, value: lines.map(({ id, amountFen }) => ({ lineId: id, amountFen, result: 'paid' })) })
  })

  it('passes over what is known already, and refuses what contradicts it', () => {
    const paid = parseAnswer(answer(['stl_1.h.a,0.05,paid,,2026-07-01']), '2026-07-02')
    if (!paid.ok) throw new Error('unreadable')
    const known = sent.map((line) => ({ ...line, status: 'paid' as const, answeredOn: '2026-07-01' }))
    expect(matchAnswer(paid.value, sent)).toMatchObject({ ok: true, value: [{ lineId: 'stl_1.h.a' }] })
    expect(matchAnswer(paid.value, known)).toEqual({ ok: true, value: [] })
    expect(matchAnswer([{ ...paid.value[0]!, on: '2026-07-02' }], known)).toMatchObject({ ok: false, problem: { code: 'answer_altered' } })
  })

  it('refuses an empty file, a date to come and a failure without a reason', () => {
    const code = (rows: string[]) => {
      const parsed = parseAnswer(answer(rows), '2026-07-02')
      return parsed.ok ? null : parsed.problem.code
    }
    expect(code([])).toBe('answer_unreadable')
    expect(code(['stl_1.h.a,0.05,paid,,2026-07-03'])).toBe('answer_unreadable')
    expect(code(['stl_1.h.a,0.05,failed,,2026-07-01'])).toBe('answer_unreadable')
    expect(bankAmount(5)).toBe('0.05')
  })
})
