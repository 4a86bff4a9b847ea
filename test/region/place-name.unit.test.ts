import { describe, expect, it } from 'vitest'
import { englishName, villageName } from '../../scripts/place-name.ts'

describe('villageName', () => {
  it('drops the committee and keeps what the place is called', () => {
    const listed = ['诸葛村村委会', '东街社区居民委员会', '太阳坪村村民委员会', '北街居委会', '金海村']
    expect(listed.map(villageName)).toEqual(['诸葛村', '东街社区', '太阳坪村', '北街居委会', '金海村'])
  })
})

describe('englishName', () => {
  it('is pinyin with a word for the level, peoples by name', () => {
    const names = ['湖南省', '靖州苗族侗族自治县', '火场土家族乡', '远安县', '黄金坳镇', '怀化市洪江管理区', '北街居委会']
    expect(names.map(englishName)).toEqual([
      'Hunan Province',
      'Jingzhou Miao and Dong Autonomous County',
      'Huochang Tujia Township',
      "Yuan'an County",
      "Huangjin'ao Town",
      'Hongjiang Administrative District',
      'Beijie Residents’ Committee',
    ])
  })
})
