import { describe, expect, it } from 'vitest'
import { maskAccount, maskIdNumber, maskName, maskPhone } from '../../src/household/mask.ts'
import { searchTerm } from '../../src/household/search-term.ts'
import { parseStatus, statusChange } from '../../src/household/status.ts'

describe('masking', () => {
  it('leaves a surname, a place and the last four', () => {
    expect([maskName('吴德贵'), maskName('杨宏'), maskName('')]).toEqual(['吴**', '杨*', ''])
    expect([maskAccount('6217001234567890123'), maskAccount('')]).toEqual(['**** 0123', ''])
    expect([maskPhone('13812345678'), maskPhone('1234'), maskPhone('')]).toEqual(['138****5678', '****', ''])
    expect(maskIdNumber('431229196503124217')).toBe('431229********4217')
  })
})

describe('searchTerm', () => {
  it('tells names, pinyin and digits apart and takes nothing else', () => {
    expect(['吴 德贵', 'Wu De Gui', 'lü', '5678', '123', "'; DROP", ''].map(searchTerm)).toEqual([
      'han:吴德贵',
      'latin:wudegui',
      'latin:lv',
      'phone:5678',
      null,
      null,
      null,
    ])
  })
})

describe('registry status', () => {
  it('is read by code or by its word', () => {
    expect(['registered', '已脱贫', '贫困'].map(parseStatus)).toEqual(['registered', 'exited', null])
  })

  it('is new only after the latest recorded one, and never rewrites a day', () => {
    const latest = { status: 'registered', fromOn: '2020-01-01' } as const
    expect(statusChange(null, latest)).toBe('new')
    expect(statusChange(latest, { status: 'registered', fromOn: '2019-01-01' })).toBe('same')
    expect(statusChange(latest, { status: 'exited', fromOn: '2020-01-01' })).toBe('conflict')
    expect(statusChange(latest, { status: 'exited', fromOn: '2020-01-02' })).toBe('new')
  })
})
