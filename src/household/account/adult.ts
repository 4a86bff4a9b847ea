import type { LocalDate } from '../../kernel/time.ts'
import { birthDate } from '../identity-number.ts'

/** A person of a household; the identity number tells the day of birth. */
export type Adult = { name: string; idNumber: string }

/** Eighteen years old on that day, counted in calendar years: 民法典, articles 17 and 1259. */
export function isGrownUp(idNumber: string, today: LocalDate): boolean {
  const born = birthDate(idNumber)
  const eighteenth = `${String(Number(born.slice(0, 4)) + 18).padStart(4, '0')}${born.slice(4)}`
  return eighteenth <= today
}
