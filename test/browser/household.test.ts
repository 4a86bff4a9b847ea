import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser, sideways, signIn, visit, violations } from './browser.ts'

const url = inject('url')
const { card, password } = inject('demo')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe('a household with a small phone', () => {
  it('opens its card in one request, says that a slip is not right, and the office sees it', async () => {
    const page = await visit(browser, { url, width: 320, javaScriptEnabled: false })
    await page.goto(`/card/${card.token}`)
    await page.fill('[name=pin]', card.pin)
    const requests: string[] = []
    page.on('request', (request) => requests.push(new URL(request.url()).pathname))
    await page.click('button.main')
    await page.waitForURL('**/card')
    expect(requests.filter((path) => path === '/card')).toHaveLength(1)
    expect(requests.filter((path) => !path.startsWith('/card'))).toEqual([])
    expect(await sideways(page)).toBe(0)
    expect(await page.innerText('main')).toMatch(/今年交货[\s\S]*已经挣到[\s\S]*应该给我[\s\S]*已经到账/)
    await page.click('a.no')
    const words = `斤数写少了，应该是 86 斤（${Date.now()}）`
    await page.fill('[name=words]', words)
    await page.click('button.no')
    await page.waitForURL('**/card?said=not_right')
    expect(await page.innerText('main')).toContain('您说：不对，正在核对')

    const office = await visit(browser, { url, width: 1280 })
    await signIn(office, 'jingzhou.office', password)
    await office.goto('/office/statements')
    expect(await office.innerText('main')).toContain(words)
  })

  it('reads it in either language without a fault of access', async () => {
    const page = await visit(browser, { url, width: 320 })
    await page.goto(`/card/${card.token}`)
    expect(await violations(page)).toEqual([])
    await page.fill('[name=pin]', card.pin)
    await page.click('button.main')
    await page.waitForURL('**/card')
    for (const path of ['/card', '/en/card']) {
      await page.goto(path)
      expect(await violations(page)).toEqual([])
      expect(await sideways(page)).toBe(0)
    }
  })
})
