import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser, sideways, signIn, visit } from './browser.ts'

const url = inject('url')
const { password } = inject('demo')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe.each([
  ['with script', true],
  ['without script', false],
])('a clerk at the scale, %s', (_, javaScriptEnabled) => {
  it('records a slip on a small phone and sees both floors on it', async () => {
    const page = await visit(browser, { url, width: 360, javaScriptEnabled })
    await signIn(page, 'jingzhou.clerk', password)
    await page.goto('/coop/slips/new')
    await page.click('.member-tiles a')
    await page.fill('[name=grossGrams]', '52.5')
    await page.fill('[name=tareGrams]', '2.5')
    expect(await sideways(page)).toBe(0)
    await page.click('button[value=record]')
    await page.waitForURL('**/coop/slips/dlv_**')
    const slip = await page.innerText('main')
    expect(slip).toContain('50 公斤')
    expect(slip).toMatch(/货值保底\s*¥4\.00\/公斤/)
    expect(slip).toMatch(/农户保底\s*¥2\.40\/公斤/)
    expect(await sideways(page)).toBe(0)
  })

  it('hears that a weight is impossible and keeps what was typed', async () => {
    const page = await visit(browser, { url, width: 360, javaScriptEnabled })
    await signIn(page, 'jingzhou.clerk', password)
    await page.goto('/coop/slips/new')
    await page.click('.member-tiles a')
    await page.fill('[name=grossGrams]', '2')
    await page.fill('[name=tareGrams]', '3')
    await page.click('button[value=record]')
    await page.waitForSelector('#p-grossGrams')
    expect(await page.inputValue('[name=tareGrams]')).toBe('3')
  })
})
