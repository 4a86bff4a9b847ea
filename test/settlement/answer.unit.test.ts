import { array, assert, constantFrom, property, record } from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { answerText, readAnswer } from '../../src/settlement/answer-text.ts'
import { matchAnswer, type SentLine } from '../../src/settlement/answer.ts'
import { answerForm, bankAmount } from '../../src/settlement/payout-file.ts'

const today = '2026-07-02'
const lines = [
  { id: 'stl_1.h.a', amountFen: 5 },
  { id: 'stl_1.h.b', amountFen: 123_456_789 },
  { id: 'stl_1.h.c', amountFen: 10_000 },
]
const file = { id: 'pay_1', lines: 3, totalFen: 123_466_794 }
const sent: SentLine[] = lines.map((line, index) => ({
  ...line,
  reference: `1-${index + 1}`,
  status: 'exported',
  failure: null,
  answeredOn: null,
}))
const csv = (rows: string[]) => ['line,amount,result,reason,date', ...rows].join('\r\n')

function outcome(text: string, known: readonly SentLine[] = sent) {
  const read = readAnswer(text, today)
  const matched = read.ok ? matchAnswer(read.value, known, file) : read
  return matched.ok ? matched.value : matched.problem.code
}

describe('a sheet', () => {
  it('reads paid and failed in both languages, and a form with every result filled in', () => {
    const filled = answerForm(lines).replace(/,,,\r\n/g, ',成功,,2026-07-01\r\n')
    expect(outcome(filled)).toEqual(
      lines.map(({ id, amountFen }) => ({ lineId: id, amountFen, result: 'paid', reason: '', on: '2026-07-01' })),
    )
  })

  it('is read from GBK as well as from UTF-8, and from nothing else', () => {
    const text = csv(['stl_1.h.a,0.05,失败,账户已销户,2026-07-01'])
    expect(answerText(new Uint8Array(iconv.encode(text, 'gbk')))).toEqual({ ok: true, value: text })
    expect(answerText(new TextEncoder().encode(`\uFEFF${text}`))).toEqual({ ok: true, value: text })
    const code = (bytes: Uint8Array) => {
      const read = answerText(bytes)
      return read.ok ? null : read.problem.code
    }
    expect(code(new Uint8Array(iconv.encode(text, 'utf-16')))).toBe('answer_encoding')
    expect(code(Uint8Array.from([0x41, 0xff, 0xff]))).toBe('answer_encoding')
    expect(code(new Uint8Array(4 * 1024 * 1024 + 1))).toBe('answer_too_large')
  })

  it('passes over what is known already, and refuses what contradicts it', () => {
    const row = 'stl_1.h.a,0.05,paid,,2026-07-01'
    const known = sent.map((line) => ({ ...line, status: 'paid' as const, answeredOn: '2026-07-01' }))
    expect(outcome(csv([row]))).toMatchObject([{ lineId: 'stl_1.h.a' }])
    expect(outcome(csv([row]), known)).toEqual([])
    expect(outcome(csv([row.replace('07-01', '07-02')]), known)).toBe('answer_altered')
  })

  it('is refused as a whole when it is empty, unreadable, unknown, altered or repeats a line', () => {
    const good = 'stl_1.h.a,0.05,paid,,2026-07-01'
    expect(outcome(csv([]))).toBe('answer_unreadable')
    expect(outcome(csv(['stl_1.h.a,0.05,paid,,2026-07-03']))).toBe('answer_unreadable')
    expect(outcome(csv(['stl_1.h.a,0.05,failed,,2026-07-01']))).toBe('answer_unreadable')
    expect(outcome(csv([good, 'stl_2.h.a,0.05,paid,,2026-07-01']))).toBe('answer_unknown_line')
    expect(outcome(csv([good, 'stl_1.h.b,1.00,paid,,2026-07-01']))).toBe('answer_altered')
    expect(outcome(csv([good, good]))).toBe('answer_altered')
  })
})

type Payment = { line: string; status?: string; reason?: string; amount?: string; on?: string }

function report(
  payments: Payment[],
  {
    group = '',
    payment = '',
    about = 'pay_1',
    count = '',
    sum = '',
    groupReason = '',
    namespace = 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.10',
  } = {},
) {
  const element = (name: string, text: string) => (text === '' ? '' : `<${name}>${text}</${name}>`)
  const because = (code: string) =>
    code === '' ? '' : `<StsRsnInf><Rsn><Cd>${code}</Cd></Rsn><AddtlInf>bank &amp; co</AddtlInf></StsRsnInf>`
  const rows = payments.map(
    ({ line, status = '', reason = '', amount = '', on = '' }) =>
      `<TxInfAndSts><OrgnlEndToEndId>${line}</OrgnlEndToEndId>${element('TxSts', status)}${because(reason)}${on && `<FctvIntrBkSttlmDt><Dt>${on}</Dt></FctvIntrBkSttlmDt>`}${
        amount && `<OrgnlTxRef><Amt><InstdAmt Ccy="CNY">${amount}</InstdAmt></Amt></OrgnlTxRef>`
      }</TxInfAndSts>`,
  )
  const block =
    payments.length === 0 && payment === ''
      ? ''
      : `<OrgnlPmtInfAndSts><OrgnlPmtInfId>pay_1</OrgnlPmtInfId>${element('PmtInfSts', payment)}${rows.join('')}</OrgnlPmtInfAndSts>`
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="${namespace}"><CstmrPmtStsRpt><GrpHdr><MsgId>b1</MsgId><CreDtTm>2026-06-30T20:30:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>${about}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>${element('OrgnlNbOfTxs', count)}${element('OrgnlCtrlSum', sum)}${element('GrpSts', group)}${because(groupReason)}</OrgnlGrpInfAndSts>${block}</CstmrPmtStsRpt></Document>`
}

describe('a status report', () => {
  it('answers what is settled or rejected, with the reason, and waits for the rest', () => {
    const text = report(
      [
        { line: '1-1', status: 'ACSC', amount: '0.05', on: '2026-07-02' },
        { line: 'stl_1.h.b', status: 'RJCT', reason: 'AC04', amount: '1234567.89000' },
        { line: '1-3', status: 'PDNG' },
      ],
      { group: 'PART', count: '3', sum: '1234667.94' },
    )
    expect(outcome(text)).toEqual([
      { lineId: 'stl_1.h.a', amountFen: 5, result: 'paid', reason: '', on: '2026-07-02' },
      // Half past eight in the evening UTC is the next day in China.
      { lineId: 'stl_1.h.b', amountFen: 123_456_789, result: 'failed', reason: 'AC04 账户已销户 bank & co', on: '2026-07-01' },
    ])
  })

  it.each(['ACCP', 'ACSP', 'PDNG', 'ACTC', 'PART'])('of %s alone answers nothing', (group) => {
    expect(outcome(report([], { group }))).toEqual([])
  })

  it('that rejects the group rejects every line, and one that settles a payment block settles every line', () => {
    const rejected = outcome(report([], { group: 'RJCT', groupReason: 'AM04' }))
    expect(rejected).toMatchObject(lines.map(({ id }) => ({ lineId: id, result: 'failed', reason: expect.stringContaining('AM04') })))
    expect(outcome(report([{ line: '1-2', status: 'ACSC' }], { payment: 'ACSC' }))).toMatchObject([
      { lineId: 'stl_1.h.b' },
      { lineId: 'stl_1.h.a' },
      { lineId: 'stl_1.h.c' },
    ])
    expect(outcome(report([{ line: '1-2', reason: 'BE01', status: 'RJCT' }], { group: 'RJCT', payment: 'RJCT' }))).toMatchObject([
      { reason: expect.stringContaining('BE01') },
      { reason: 'RJCT' },
      {},
    ])
  })

  it.each([
    ['a group and a payment', { group: 'RJCT' }, 'ACSC'],
    ['a settled block and a rejected payment', { payment: 'ACSC' }, 'RJCT'],
    ['a rejected block and a pending payment', { payment: 'RJCT' }, 'PDNG'],
    ['an accepted block and a rejected payment', { payment: 'ACSP' }, 'RJCT'],
    ['a group and its block', { group: 'RJCT', payment: 'PART' }, 'RJCT'],
  ])('whose statuses deny each other is refused: %s', (_, wholes, status) => {
    expect(outcome(report([{ line: '1-1', status }], wholes))).toBe('answer_contradicts')
  })

  it('may say again under a new date what is known, and never the opposite', () => {
    const known: SentLine[] = [{ ...sent[0]!, status: 'paid', answeredOn: '2026-06-30' }, ...sent.slice(1)]
    expect(
      outcome(
        report([
          { line: '1-1', status: 'ACSC' },
          { line: '1-2', status: 'ACSC' },
        ]),
        known,
      ),
    ).toMatchObject([{ lineId: 'stl_1.h.b' }])
    expect(outcome(report([{ line: '1-1', status: 'RJCT' }]), known)).toBe('answer_altered')
    expect(outcome(report([], { group: 'RJCT' }), known)).toBe('answer_altered')
  })

  it('is refused when it is about another file, another count or sum, an unknown line, a changed amount or an unknown status', () => {
    expect(outcome(report([], { about: 'pay_2', group: 'RJCT' }))).toBe('answer_other_file')
    expect(outcome(report([], { count: '2' }))).toBe('answer_totals_differ')
    expect(outcome(report([], { sum: '1234667.95' }))).toBe('answer_totals_differ')
    expect(outcome(report([{ line: '1-9', status: 'ACSC' }]))).toBe('answer_unknown_line')
    expect(outcome(report([{ line: '1-1', status: 'ACSC', amount: '0.051' }]))).toBe('answer_altered')
    expect(outcome(report([{ line: '1-1', status: 'ACSC', amount: '0.05' }]).replace('"CNY"', '"USD"'))).toBe('answer_altered')
    expect(
      outcome(
        report([
          { line: '1-1', status: 'ACSC' },
          { line: 'stl_1.h.a', status: 'ACSC' },
        ]),
      ),
    ).toBe('answer_altered')
    expect(outcome(report([{ line: '1-1', status: 'OKAY' }]))).toBe('answer_unreadable')
    expect(outcome(report([{ line: '1-1', status: 'ACSC', on: '2026-07-03' }]))).toBe('answer_unreadable')
    expect(outcome(report([], { namespace: 'urn:iso:std:iso:20022:tech:xsd:pain.002.001.03' }))).toBe('answer_not_report')
    expect(outcome('<html><body>Login</body></html>')).toBe('answer_not_report')
  })

  it('is refused when it carries what plain data never needs', () => {
    const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`
    expect(outcome(report([], { group: 'RJCT' }).replace('<Document', `${laughs}<Document`))).toBe('answer_hostile')
    expect(outcome(report([{ line: '&b;', status: 'ACSC' }]))).toBe('answer_hostile')
    expect(outcome(report([]).replace('UTF-8', 'UTF-16'))).toBe('answer_encoding')
    expect(outcome(report([]).replace('</GrpHdr>', ''))).toBe('answer_unreadable')
    expect(outcome(`<Document ${'x'.repeat(4 * 1024 * 1024)}`)).toBe('answer_too_large')
    expect(outcome(`<__proto__>${'<a>'.repeat(2000)}`)).toBe('answer_unreadable')
  })

  it('never answers a line twice, nor one that was not sent, whatever its bytes', () => {
    const known = new Set(lines.map(({ id }) => id))
    const status = constantFrom('ACSC', 'RJCT', 'PDNG', 'ACSP', 'PART', 'ACCP', '')
    const payment = record({ line: constantFrom('1-1', '1-2', '1-3', 'stl_1.h.a', 'x'), status })
    assert(
      property(array(payment, { maxLength: 4 }), status, status, (payments, group, whole) => {
        const news = outcome(report(payments, { group, payment: whole }))
        if (typeof news === 'string') return
        const ids = news.map(({ lineId }) => lineId)
        expect(new Set(ids).size).toBe(ids.length)
        expect(ids.every((id) => known.has(id))).toBe(true)
        for (const { lineId, amountFen } of news)
          expect(bankAmount(amountFen)).toBe(bankAmount(lines.find(({ id }) => id === lineId)!.amountFen))
      }),
    )
  })
})
