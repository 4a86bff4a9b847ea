/** 吴德贵 -> 吴**, 欧阳明 -> 欧**: the surname's first character and a star for each other one. */
export function maskName(name: string): string {
  const [first = '', ...rest] = name
  return first + '*'.repeat(rest.length)
}

/** 6217001234567890123 -> **** 0123 */
export function maskAccount(account: string): string {
  return account === '' ? '' : `**** ${account.slice(-4)}`
}

/** 13812345678 -> 138****5678 */
export function maskPhone(phone: string): string {
  return phone.length < 8 ? '*'.repeat(phone.length) : phone.slice(0, 3) + '*'.repeat(phone.length - 7) + phone.slice(-4)
}

/** 431229196503124217 -> 431229********4217 */
export function maskIdNumber(idNumber: string): string {
  return idNumber.slice(0, 6) + '*'.repeat(Math.max(0, idNumber.length - 10)) + idNumber.slice(-4)
}
