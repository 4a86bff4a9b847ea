import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'

const flags = ['no-sandbox', 'disable-gpu', 'no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync']

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: flags.map((flag) => `--${flag}`) })
}

export type Visitor = { url: string; width: number } & Pick<BrowserContextOptions, 'javaScriptEnabled'>

/** A fresh visitor with a screen of this width; addresses are relative to the Worker. */
export async function visit(browser: Browser, { url, width, ...options }: Visitor): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: 844 },
    locale: 'zh-CN',
    reducedMotion: 'reduce',
    ...options,
  })
  return context.newPage()
}

export async function signIn(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.fill('[name=username]', username)
  await page.fill('[name=password]', password)
  await page.click('main button[type=submit]')
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'))
}

/** What axe finds wrong with the page, one line each. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** How far the page can be scrolled sideways, in pixels. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
}
