import { pinyin } from 'pinyin-pro'

const peoples: Record<string, string> = {
  蒙古: 'Mongol',
  藏: 'Tibetan',
  维吾尔: 'Uyghur',
  朝鲜: 'Korean',
  哈萨克: 'Kazakh',
  柯尔克孜: 'Kyrgyz',
  塔吉克: 'Tajik',
  锡伯: 'Xibe',
  鄂温克: 'Evenk',
}

// The longest ending that fits is taken, so those that contain another come first.
const endings: [string, string][] = [
  ['特别行政区', 'Special Administrative Region'],
  ['自治区', 'Autonomous Region'],
  ['自治州', 'Autonomous Prefecture'],
  ['自治县', 'Autonomous County'],
  ['旅游度假区', 'Resort'],
  ['虚拟生活区', 'Residential Area'],
  ['生活区', 'Residential Area'],
  ['管理区', 'Administrative District'],
  ['开发区', 'Development Zone'],
  ['村民委员会', 'Village Committee'],
  ['村委会', 'Village Committee'],
  ['居民委员会', 'Residents’ Committee'],
  ['居委会', 'Residents’ Committee'],
  ['街道', 'Subdistrict'],
  ['社区', 'Community'],
  ['林场', 'Forest Farm'],
  ['农场', 'Farm'],
  ['茶场', 'Tea Farm'],
  ['渔场', 'Fishery'],
  ['园艺场', 'Horticultural Farm'],
  ['省', 'Province'],
  ['市', 'City'],
  ['县', 'County'],
  ['区', 'District'],
  ['镇', 'Town'],
  ['乡', 'Township'],
  ['村', 'Village'],
]

/** A village or community goes by its own name, not its committee's: "诸葛村村委会" -> "诸葛村", "东街社区居民委员会" -> "东街社区". */
export function villageName(listed: string): string {
  return listed.replace(/(?<=村)(村民委员会|村委会+|民委员会|委会+)$/, '').replace(/(?<=社区)(居民委员会|居委会|村委会|村民委员会)$/, '')
}

/** Pinyin and an English word for the level: "太阳坪乡" -> "Taiyangping Township", "靖州苗族侗族自治县" -> "Jingzhou Miao and Dong Autonomous County". */
export function englishName(name: string): string {
  const ending = endings.find(([zh]) => name.endsWith(zh) && name.length > zh.length)
  let stem = ending ? name.slice(0, -ending[0].length) : name
  if (ending?.[0] === '管理区') stem = stem.replace(/^.+市/, '')
  const named: string[] = []
  for (let people = lastPeople(stem, ending?.[0]); people; people = lastPeople(stem, ending?.[0])) {
    named.unshift(people.en)
    stem = stem.slice(0, -people.zh.length)
  }
  return [romanised(stem), named.join(' and '), ending?.[1]].filter(Boolean).join(' ')
}

function lastPeople(stem: string, ending: string | undefined): { zh: string; en: string } | null {
  if (!ending || !/自治|^[乡镇]$/.test(ending)) return null
  const zh = /(?:土家|仡佬|布依|哈尼|傈僳|蒙古|维吾尔|朝鲜|哈萨克|柯尔克孜|塔吉克|锡伯|鄂温克|.)族$/.exec(stem)?.[0]
  if (!zh || zh.length === stem.length) return null
  const short = zh.slice(0, -1)
  return { zh, en: peoples[short] ?? romanised(short) }
}

function romanised(text: string): string {
  const joined = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive' })
    .map((syllable, index) => (index > 0 && /^[aeo]/.test(syllable) ? `'${syllable}` : syllable))
    .join('')
  return joined.charAt(0).toUpperCase() + joined.slice(1)
}
