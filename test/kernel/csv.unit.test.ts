import { describe, expect, it } from 'vitest'
import { csvText, parseCsv } from '../../src/kernel/csv.ts'
import { always, fc } from '../support/property.ts'

describe('parseCsv', () => {
  it('reads quoted commas, quotes and line breaks, and says on which line a record begins', () => {
    expect(parseCsv('\uFEFFa,b\r\n"1,2","say ""hi""\nthere"\n\n3,')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1,2', 'say "hi"\nthere'] },
      { line: 5, cells: ['3', ''] },
    ])
  })

  it('refuses a quote that is never closed or stands inside a cell', () => {
    expect(parseCsv('a,"b')).toBeNull()
    expect(parseCsv('a"b,c')).toBeNull()
  })

  const cell = fc.string({ unit: fc.constantFrom('a', '吴', ',', '"', '\n', '\r', ' ', '0') }).map((text) => text.replace(/^\r/, '吴'))
  const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 8 })
  always('reads back whatever was written', records, (rows) => {
    expect(parseCsv(csvText(rows))!.map(({ cells }) => cells)).toEqual(rows)
  })
})

describe('csvText', () => {
  it('disarms what a spreadsheet would take for a formula, and leaves numbers alone', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r'])
      expect(
        csvText([[`${start}1`]])
          .replace(/^"/, '')
          .startsWith("'"),
      ).toBe(true)
    expect(csvText([[-1]])).toBe('-1\r\n')
  })
})
