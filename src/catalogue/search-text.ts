/** Chinese goes into the index one character at a time, so that a phrase of any length, even one character, is found. */
export type SearchText = { han: string; pinyin: string; latin: string }

const hanRun = /\p{Script=Han}+/gu
const wordRun = /[\p{Script=Han}]+|[\p{L}\p{N}]+/gu
const maxTerms = 6
const maxTermLength = 24

/** "冰糖橙 Orange" -> "冰 糖 橙": only the Han characters, spaced; words stay apart by a stop. */
export function spacedHan(text: string): string {
  return (text.match(hanRun) ?? []).map((run) => Array.from(run).join(' ')).join(' . ')
}

/**
 * The pinyin tokens of one word from its syllables: for each starting character the rest in full and in initials, so
 * that "bingtangcheng", "tangcheng", "btc" and their beginnings are all found by prefix.
 */
export function pinyinTokens(syllables: readonly string[]): string[] {
  const plain = syllables.map((syllable) => syllable.toLowerCase().replaceAll('ü', 'v')).filter((syllable) => /^[a-z]+$/.test(syllable))
  return plain.flatMap((_, start) => {
    const rest = plain.slice(start)
    return [rest.join(''), rest.map((syllable) => syllable[0]).join('')]
  })
}

/** The three index columns of an offer, from its names; `syllablesOf` is the reading of a run of Han characters. */
export function searchText(
  chinese: readonly string[],
  english: readonly string[],
  syllablesOf: (han: string) => readonly string[],
): SearchText {
  const runs = chinese.flatMap((text) => text.match(hanRun) ?? [])
  return {
    han: runs.map(spacedHan).join(' . '),
    pinyin: [...new Set(runs.flatMap((run) => pinyinTokens(syllablesOf(run))))].join(' '),
    latin: [...english, ...chinese].flatMap((text) => text.toLowerCase().match(/[a-z0-9]+/g) ?? []).join(' '),
  }
}

type Facets = { category: string | null; countyCode: string | null }

/** Words nobody types, by which the index itself keeps to a category and a county. */
export function facetTokens({ category, countyCode }: Facets): string[] {
  return [...(category ? [`zzkind${category}`] : []), ...(countyCode ? [`zzplace${countyCode}`] : [])]
}

/** The same as a further condition of an expression. */
export function facetMatch(facets: Facets): string {
  return facetTokens(facets)
    .map((token) => ` AND latin : "${token}"`)
    .join('')
}

function termsOf(query: string): string[] {
  const words = query.normalize('NFKC').toLowerCase().slice(0, 80).match(wordRun) ?? []
  return words.slice(0, maxTerms).map((word) => word.slice(0, maxTermLength))
}

function isHan(term: string): boolean {
  return /^\p{Script=Han}/u.test(term)
}

/**
 * What a person typed as an FTS5 expression that can only match, never fail: Han words as phrases, everything else as a
 * prefix of pinyin, initials or a Latin word; all must be found. Null when nothing searchable was typed.
 */
export function matchOf(query: string): string | null {
  const terms = termsOf(query).map((term) => (isHan(term) ? `han : "${Array.from(term).join(' ')}"` : `{pinyin latin} : "${term}" *`))
  return terms.length > 0 ? terms.join(' AND ') : null
}

/** A wider expression for a query that found nothing: any of its characters, or the first two letters of its words. */
export function nearMatchOf(query: string): string | null {
  const terms = termsOf(query).flatMap((term) =>
    isHan(term) ? [...new Set(term)].map((character) => `han : "${character}"`) : [`{pinyin latin} : "${term.slice(0, 2)}" *`],
  )
  return terms.length > 0 ? terms.join(' OR ') : null
}
