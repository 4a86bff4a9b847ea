const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

/** The 18th character of a unified social credit code for its first 17. Standard: GB 32100-2015, MOD 31. */
export function creditCheckCharacter(first17: string): string {
  const sum = weights.reduce((total, weight, index) => total + weight * characters.indexOf(first17[index]!), 0)
  return characters[(31 - (sum % 31)) % 31]!
}

/** Whether this is a unified social credit code 统一社会信用代码 with the right check character. */
export function isCreditCode(text: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(text) && creditCheckCharacter(text.slice(0, 17)) === text[17]
}
