export type Level = 'province' | 'city' | 'county' | 'township' | 'village'

const lengths: Record<Level, number> = { province: 2, city: 4, county: 6, township: 9, village: 12 }

/** The significant digits of a 12-digit code: "431229000000" -> "431229". */
export function divisionPrefix(code: string): string {
  const level = levelOf(code)
  return code.slice(0, lengths[level])
}

/** The level a 12-digit code stands for, by its trailing zeros. */
export function levelOf(code: string): Level {
  if (/^\d{2}0{10}$/.test(code)) return 'province'
  if (/^\d{4}0{8}$/.test(code)) return 'city'
  if (/^\d{6}0{6}$/.test(code)) return 'county'
  if (/^\d{9}0{3}$/.test(code)) return 'township'
  return 'village'
}

/** The code of the division directly above; null for a province. */
export function parentOf(code: string): string | null {
  const above = { province: 0, city: 2, county: 4, township: 6, village: 9 }[levelOf(code)]
  return above === 0 ? null : code.slice(0, above).padEnd(12, '0')
}

export function countyOf(code: string): string {
  return `${code.slice(0, 6)}000000`
}

/** Whether `code` is the division `scope` or lies in it. */
export function isWithin(scope: string, code: string): boolean {
  return code.startsWith(divisionPrefix(scope))
}
