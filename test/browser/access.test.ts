import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { openBrowser, sideways, signIn, visit, violations } from './browser.ts'

const url = inject('url')
const { password } = inject('demo')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const surfaces = [
  { name: 'the shop', pages: ['/', '/products', '/basket', '/orders', '/sign-in', '/nothing-here'] },
  {
    name: 'the cooperative console',
    user: 'jingzhou.manager',
    pages: [
      '/coop',
      '/coop/slips/new',
      '/coop/slips',
      '/coop/lots',
      '/coop/offers',
      '/coop/orders',
      '/coop/members',
      '/coop/contracts',
      '/coop/settlements',
    ],
  },
  {
    name: 'the office',
    user: 'jingzhou.office',
    pages: [
      '/office',
      '/office/settlements',
      '/office/floors',
      '/office/cash',
      '/office/statements',
      '/office/contracts',
      '/office/prices',
      '/office/import',
    ],
  },
  {
    name: 'the operator’s console',
    user: 'operator',
    pages: ['/operator', '/operator/reconciliations', '/operator/organisations/new', '/users', '/users/new', '/account'],
  },
]

describe.each(surfaces)('$name', ({ pages, user }) => {
  it.each([390, 1280])('has no fault of access and does not scroll sideways at %i px, in Chinese and in English', async (width) => {
    const page = await visit(browser, { url, width })
    if (user) await signIn(page, user, password)
    const faults: string[] = []
    for (const path of pages.flatMap((path) => [path, `/en${path}`.replace(/\/$/, '')])) faults.push(...(await faultsOf(page, path)))
    expect(faults).toEqual([])
  })
})

describe('the reference', () => {
  it('has no fault of access', async () => {
    const page = await visit(browser, { url, width: 390 })
    expect(await faultsOf(page, '/en/reference')).toEqual([])
  })
})

describe('a product and the trace of its lot', () => {
  it.each([390, 1280])('have no fault of access at %i px, in Chinese and in English', async (width) => {
    const page = await visit(browser, { url, width })
    await page.goto('/products')
    const product = (await page.getAttribute('main a[href^="/products/off"]', 'href'))!
    await page.goto(product)
    const trace = new URL((await page.getAttribute('main a[href*="/t/"]', 'href'))!, url).pathname
    const faults: string[] = []
    for (const path of [product, `/en${product}`, trace, `/en${trace}`]) faults.push(...(await faultsOf(page, path)))
    expect(faults).toEqual([])
  })
})

async function faultsOf(page: Page, path: string): Promise<string[]> {
  await page.goto(path)
  const over = await sideways(page)
  const found = await violations(page)
  return [...found, ...(over > 0 ? [`scrolls ${over} px sideways`] : [])].map((fault) => `${path} ${fault}`)
}
