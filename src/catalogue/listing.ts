import type { Fen } from '../kernel/money.ts'
import { isCategory, type Category } from './category.ts'

export const sorts = ['best', 'sales', 'price', 'new'] as const
export type Sort = (typeof sorts)[number]

/** What a shop list shows; all of it lies in its address. */
export type Listing = {
  q: string
  category: Category | null
  countyCode: string | null
  minFen: Fen | null
  maxFen: Fen | null
  inSeason: boolean
  sort: Sort
  /** Where the page before ended: the sort keys of its last offer. */
  after: number[]
}

const whole = /^\d{1,7}$/

/** Reads a list's address; anything it does not understand is left out, as a shared link may be old. */
export function readListing(params: Record<string, string | undefined>): Listing {
  const { q = '', category, county, sort, after = '' } = params
  return {
    q: q.trim().slice(0, 40),
    category: isCategory(category) ? category : null,
    countyCode: county && /^\d{6}0{6}$/.test(county) ? county : null,
    minFen: yuanOf(params.min),
    maxFen: yuanOf(params.max),
    inSeason: params.season === '1',
    sort: sorts.find((known) => known === sort) ?? 'best',
    after: /^\d{1,16}(?:-\d{1,16}){0,2}$/.test(after) ? after.split('-').map(Number) : [],
  }
}

/** The address of a list, shortest first: "/products?category=fruit&sort=price". */
export function listingPath(listing: Listing, changes: Partial<Listing> = {}): string {
  const { q, category, countyCode, minFen, maxFen, inSeason, sort, after } = { ...listing, after: [], ...changes }
  const params = new URLSearchParams()
  if (q) params.set('q', q)
  if (category) params.set('category', category)
  if (countyCode) params.set('county', countyCode)
  if (minFen !== null) params.set('min', String(minFen / 100))
  if (maxFen !== null) params.set('max', String(maxFen / 100))
  if (inSeason) params.set('season', '1')
  if (sort !== 'best') params.set('sort', sort)
  if (after.length > 0) params.set('after', after.join('-'))
  return params.size > 0 ? `/products?${params.toString()}` : '/products'
}

export const everything: Listing = {
  q: '',
  category: null,
  countyCode: null,
  minFen: null,
  maxFen: null,
  inSeason: false,
  sort: 'best',
  after: [],
}

// Whole yuan: a price range is a coarse wish.
function yuanOf(text: string | undefined): Fen | null {
  return text && whole.test(text) ? Number(text) * 100 : null
}
