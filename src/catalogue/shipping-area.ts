import { provinces, type Province } from '../region/province.ts'

/** The provinces of a freight rule, or those it leaves out when they are the shorter list. */
export function shippingArea(codes: readonly string[]): { everywhereBut: boolean; listed: Province[] } {
  const left = provinces.filter(({ code }) => !codes.includes(code))
  const served = provinces.filter(({ code }) => codes.includes(code))
  return left.length < served.length ? { everywhereBut: true, listed: left } : { everywhereBut: false, listed: served }
}
