import { isLocalDate, type LocalDate } from '../kernel/time.ts'

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkDigits = '10X98765432'

/** The 18th character of a citizen's identity number for its first 17 digits. Standard: GB 11643-1999, ISO 7064 MOD 11-2. */
export function checkDigit(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0)
  return checkDigits[sum % 11]!
}

/** Day of birth within the number. */
export function birthDate(idNumber: string): LocalDate {
  return `${idNumber.slice(6, 10)}-${idNumber.slice(10, 12)}-${idNumber.slice(12, 14)}`
}

/** 18 characters, a real date of birth, and the right check digit. A lower-case x is not accepted: normalise first. */
export function isIdentityNumber(text: string): boolean {
  return /^[1-9]\d{16}[\dX]$/.test(text) && isLocalDate(birthDate(text)) && checkDigit(text.slice(0, 17)) === text[17]
}
