import { findProvince, provinces } from '../region/province.ts'

export type Address = { name: string; phone: string; province: string; address: string }

const municipalities = new Set(['北京', '天津', '上海', '重庆'])

/**
 * Splits a pasted line such as "张三 138 0013 8000 湖南省怀化市靖州县渠阳镇1号" into its parts, in whatever order they come.
 * The province is answered as its 12-digit code; a part that is not there is answered as ''.
 */
export function splitAddress(pasted: string): Address {
  const { phone, rest } = takePhone(unlabelled(pasted.normalize('NFKC')))
  const words = rest.split(/[\s,;|/\n]+/).filter(Boolean)
  const isPlace = (word: string) => startsWithProvince(word) !== null || /[省市区县州镇乡村路街号弄栋室]|单元|小区|大厦/.test(word)
  const name = words.find((word) => !isPlace(word) && /^[\p{Script=Han}·]{2,6}$|^[A-Za-z.]{1,20}$/u.test(word)) ?? ''
  const places = words.filter((word) => word !== name)
  return { name, phone, ...placeOf(places.join('')) }
}

function unlabelled(text: string): string {
  return text.replace(/(收货人|收件人|姓名|手机号码?|联系电话|电话|所在地区|详细地址|收货地址|地址)\s*:\s*/g, ' ')
}

function takePhone(text: string): { phone: string; rest: string } {
  const match = /(?<!\d)(?:\+?86[\s-]?)?(1[3-9]\d[\s-]?\d{4}[\s-]?\d{4})(?!\d)/.exec(text)
  if (!match) return { phone: '', rest: text }
  return { phone: match[1]!.replace(/\D/g, ''), rest: text.replace(match[0], ' ') }
}

function startsWithProvince(text: string) {
  return provinces.find(({ zh }) => text.startsWith(zh)) ?? null
}

function placeOf(text: string): { province: string; address: string } {
  const province = startsWithProvince(text)
  if (!province) return { province: '', address: text }
  const rest = text.slice(province.zh.length).replace(/^(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)/, '')
  // "北京市朝阳区" keeps its city, which is the province itself.
  return {
    province: province.code,
    address: municipalities.has(province.zh) ? `${province.zh}市${rest.replace(new RegExp(`^${province.zh}市`), '')}` : rest,
  }
}

/** Where a parcel goes, in one line; a province the address names already is not said twice. */
export function fullAddress(province: string, address: string, locale: 'zh' | 'en'): string {
  const found = findProvince(province)
  return !found || address.startsWith(found.zh) ? address : `${found[locale]} ${address}`
}
