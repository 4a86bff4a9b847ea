import { isFresh } from '../catalogue/freshness.ts'
import { findProvince } from '../region/province.ts'
import { sumFen, yuan, type Fen } from '../kernel/money.ts'
import { ok, refuse, type Result } from '../kernel/result.ts'
import { freightOf, saleName, samePack, type PackKey, type Sale, type Wanted } from './basket.ts'

export type WishedPack = PackKey & { units: number }

/** One organisation's part of a checkout, priced and with its freight. */
export type OrderQuote<S extends Sale = Sale> = { organisationId: string; wanted: Wanted<S>[]; goodsFen: Fen; freightFen: Fen }

export type Quote<S extends Sale = Sale> = { orders: OrderQuote<S>[]; totalFen: Fen }

/**
 * What a buyer would pay for packs sent to a province: one order per organisation, freight included. Refused when nothing
 * is wanted, something is no longer sold, too few are left, or a parcel cannot go there.
 */
export function quote<S extends Sale>(
  wishes: readonly WishedPack[],
  sales: readonly S[],
  province: string,
  locale: 'zh' | 'en',
): Result<Quote<S>> {
  if (wishes.length === 0) return refuse('basket_empty')
  const wanted: Wanted<S>[] = []
  for (const wish of wishes) {
    const sale = sales.find((candidate) => samePack(candidate, wish))
    if (!sale) return refuse('offer_gone')
    if (sale.availableUnits < wish.units) return stockShort(sale, locale)
    wanted.push({ sale, units: wish.units })
  }
  const orders: OrderQuote<S>[] = []
  for (const organisationId of new Set(wanted.map(({ sale }) => sale.organisationId))) {
    const own = wanted.filter(({ sale }) => sale.organisationId === organisationId)
    const freight = freightOf(own, province)
    if (freight === null) {
      return refuse(
        'not_delivered_there',
        { name: saleName(own[0]!.sale, locale), province: findProvince(province)?.[locale] ?? province },
        'province',
      )
    }
    orders.push({ organisationId, wanted: own, goodsFen: sumFen(own.map(({ sale, units }) => sale.priceFen * units)), freightFen: freight })
  }
  return ok({ orders, totalFen: sumFen(orders.map(({ goodsFen, freightFen }) => goodsFen + freightFen)) })
}

export function stockShort(sale: Sale, locale: 'zh' | 'en') {
  return refuse('stock_short', { name: saleName(sale, locale), left: sale.availableUnits })
}

/** Fresh goods cannot be returned without a reason, and the buyer must have ticked that. Law: 七日无理由退货暂行办法. */
export function refuseFreshUnsaid(sales: readonly Pick<Sale, 'shelfLifeDays'>[], agreed: boolean) {
  return agreed || !hasFresh(sales) ? null : refuse('fresh_not_agreed', {}, 'freshAgreed')
}

export function hasFresh(sales: readonly Pick<Sale, 'shelfLifeDays'>[]): boolean {
  return sales.some(({ shelfLifeDays }) => isFresh(shelfLifeDays))
}

/** A total the buyer did not see is never charged. */
export function refuseOtherTotal(totalFen: Fen, seenFen: Fen) {
  return totalFen === seenFen ? null : refuse('price_changed', { total: yuan(totalFen) })
}
