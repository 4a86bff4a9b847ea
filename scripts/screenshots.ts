import { mkdirSync, writeFileSync } from 'node:fs'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../test/browser/browser.ts'
import { findDemo } from './demo/build.ts'

// Takes the pictures of the README from a running demo: npm run demo, then npm run screenshots in another window.
const url = process.env['DEMO_URL'] ?? 'http://127.0.0.1:8787'
const found = await findDemo('.demo')
if (!found) throw new Error('There is no demo to look at: npm run demo')
const demo = found
const folder = new URL('../docs/screenshots/', import.meta.url).pathname

type Shot = { name: string; user?: string; path: string; follow?: string[] }

// `follow`: links to go through from the path, as a person would.
const shots: Shot[] = [
  { name: 'shop', path: '/' },
  { name: 'list', path: '/products' },
  { name: 'product', path: '/products', follow: ['main a[href^="/products/off"]'] },
  { name: 'trace', path: '/products', follow: ['main a[href^="/products/off"]', 'main a[href*="/t/"]'] },
  { name: 'scale', user: 'jingzhou.clerk', path: '/coop/slips/new', follow: ['.member-tiles a'] },
  { name: 'cooperative', user: 'jingzhou.manager', path: '/coop' },
  { name: 'settlement', user: 'jingzhou.manager', path: '/coop/settlements', follow: ['main .table a[href*="/coop/settlements/"]'] },
  { name: 'office', user: 'huaihua.office', path: '/office' },
  {
    name: 'recount',
    user: 'jingzhou.office',
    path: '/office/settlements',
    follow: ['main .table a[href*="/office/settlements/"]', 'main a[href*="recount=1"]'],
  },
  { name: 'floors', user: 'jingzhou.office', path: '/office/floors' },
]

const browser = await openBrowser()
mkdirSync(folder, { recursive: true })
for (const [width, height] of [
  [390, 844],
  [1280, 900],
] as const) {
  for (const shot of shots) await take(await screen(browser, width, height), shot, `${shot.name}-${width}`)
  await takeCard(await screen(browser, width === 390 ? 320 : width, height), `card-${width}`)
}
await browser.close()

function screen(from: Browser, width: number, height: number): Promise<BrowserContext> {
  return from.newContext({ baseURL: url, viewport: { width, height }, locale: 'zh-CN', colorScheme: 'light', reducedMotion: 'reduce' })
}

async function take(context: BrowserContext, { user, path, follow = [] }: Shot, name: string): Promise<void> {
  const page = await context.newPage()
  if (user) {
    await page.goto('/sign-in')
    await page.fill('[name=username]', user)
    await page.fill('[name=password]', demo.password)
    await page.click('main button[type=submit]')
    await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'))
  }
  await page.goto(path)
  for (const link of follow) {
    const next = await page.getAttribute(link, 'href')
    if (!next) throw new Error(`${name}: no ${link} on ${page.url()}`)
    await page.goto(next)
  }
  await capture(page, name)
  await context.close()
}

async function takeCard(context: BrowserContext, name: string): Promise<void> {
  const page = await context.newPage()
  await page.goto(`/card/${demo.card.token}`)
  await page.fill('[name=pin]', demo.card.pin)
  await page.click('button.main')
  await page.waitForURL('**/card')
  await capture(page, name)
  await context.close()
}

/** WebP, a fifth of the size of a PNG; Playwright itself writes only PNG and JPEG. */
async function capture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 82 })
  writeFileSync(`${folder}${name}.webp`, Buffer.from(data, 'base64'))
}
