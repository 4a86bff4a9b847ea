const compoundSurnames = new Set(['欧阳', '司马', '上官', '诸葛', '东方', '皇甫', '尉迟', '公孙', '慕容', '司徒', '夏侯', '令狐'])

/**
 * What a clerk may type to find a person: full name, surname, pinyin, its initials, the last four digits of the phone.
 * `syllables` is the name in pinyin without tones, one a character.
 */
export function termsOf({ name, phone }: { name: string; phone: string }, syllables: readonly string[]): string[] {
  const latin = syllables.map((syllable) => syllable.toLowerCase())
  const surname = compoundSurnames.has(name.slice(0, 2)) ? name.slice(0, 2) : name.slice(0, 1)
  const terms = [`han:${name}`, `han:${surname}`, `latin:${latin.join('')}`, `latin:${latin.map((syllable) => syllable[0]).join('')}`]
  if (phone.length >= 4) terms.push(`phone:${phone.slice(-4)}`)
  return [...new Set(terms)]
}

/** The term that typed text stands for; null when it can be none of them. "Wu De Gui" is "latin:wudegui". */
export function searchTerm(typed: string): string | null {
  const text = typed.replace(/\s+/g, '').toLowerCase()
  if (/^\d{4}$/.test(text)) return `phone:${text}`
  if (/^[a-zü]{1,40}$/.test(text)) return `latin:${text.replaceAll('ü', 'v')}`
  return /^\p{Script=Han}[\p{Script=Han}·]{0,19}$/u.test(text) ? `han:${text}` : null
}
