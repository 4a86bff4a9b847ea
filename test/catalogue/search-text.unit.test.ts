import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchOf, nearMatchOf, pinyinTokens, searchText, spacedHan } from '../../src/catalogue/search-text.ts'

describe('spacedHan', () => {
  it('separates characters and keeps words apart', () => {
    expect(spacedHan('麻阳冰糖橙 2kg 装')).toBe('麻 阳 冰 糖 橙 . 装')
    expect(spacedHan('rice')).toBe('')
  })
})

describe('pinyinTokens', () => {
  it('lets a word be found from each of its characters, in full and by initials', () => {
    expect(pinyinTokens(['bing', 'tang', 'cheng'])).toEqual(['bingtangcheng', 'btc', 'tangcheng', 'tc', 'cheng', 'c'])
  })

  it('writes ü as v and drops what has no reading', () => {
    expect(pinyinTokens(['Lü', 'X5'])).toEqual(['lv', 'l'])
  })
})

describe('searchText', () => {
  it('reads Chinese names and keeps Latin words of both languages', () => {
    const text = searchText(['杨梅 A5'], ['Red Bayberry'], (han) => (han === '杨梅' ? ['yang', 'mei'] : []))
    expect(text).toEqual({ han: '杨 梅', pinyin: 'yangmei ym mei m', latin: 'red bayberry a5' })
  })
})

describe('matchOf', () => {
  it('asks for Han words as phrases and for others by prefix', () => {
    expect(matchOf('冰糖 btc')).toBe('han : "冰 糖" AND {pinyin latin} : "btc" *')
    expect(matchOf('橙')).toBe('han : "橙"')
    expect(matchOf('ＢＴＣ')).toBe('{pinyin latin} : "btc" *')
  })

  it('answers null when nothing searchable was typed', () => {
    expect(matchOf('  "*():^-')).toBeNull()
  })

  it('never lets an operator or a quote of the person through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
        const expression = matchOf(typed)
        if (expression === null) return
        const shape = /^(?:(?:han|\{pinyin latin\}) : "[\p{L}\p{N}\p{Script=Han} ]+"(?: \*)?(?: AND |$))+$/u
        expect(expression).toMatch(shape)
      }),
    )
  })
})

describe('nearMatchOf', () => {
  it('widens to single characters and two-letter beginnings', () => {
    expect(nearMatchOf('冰糖柚 orange')).toBe('han : "冰" OR han : "糖" OR han : "柚" OR {pinyin latin} : "or" *')
  })
})
