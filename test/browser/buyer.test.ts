import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser, sideways, visit } from './browser.ts'

const url = inject('url')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe('a guest on a phone, without script', () => {
  it('buys a pack and sees where the money went', async () => {
    const page = await visit(browser, { url, width: 390, javaScriptEnabled: false })
    await page.goto('/products')
    await page.click('main a[href^="/products/off"]')
    await page.click('.bar-bottom button')
    await page.waitForURL('**/basket')
    await page.click('.bar-bottom button')
    await page.waitForURL('**/checkout')
    await page.fill('[name=name]', '周小北')
    await page.fill('[name=phone]', '13800000001')
    await page.selectOption('[name=province]', { label: '北京' })
    await page.fill('[name=address]', '北京市朝阳区示例路 8 号')
    await page.click('button.count[value=count]')
    expect(await page.inputValue('[name=name]')).toBe('周小北')
    await agreeToFresh(page)
    await page.click('button[value=place]')
    await page.waitForURL('**/pay/**')
    await page.click('main form button.primary')
    await page.waitForURL('**/orders/**')
    const order = await page.innerText('main')
    expect(order).toContain('付款成功')
    expect(order).toMatch(/您的钱去了哪里[\s\S]*农户\s+¥[\d.]+/)
    const [paid, ...parts] = await Promise.all(['您付的钱', '农户', '企业', '合作社', '运费'].map((name) => amountBeside(page, name)))
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(paid)
    expect(await sideways(page)).toBe(0)
  })

  it('is told beside the field what is missing, with what was typed kept', async () => {
    const page = await visit(browser, { url, width: 390, javaScriptEnabled: false })
    await page.goto('/products')
    await page.click('main a[href^="/products/off"]')
    await page.click('.bar-bottom button')
    await page.click('.bar-bottom button')
    await page.waitForURL('**/checkout')
    await page.fill('[name=name]', '周小北')
    await page.fill('[name=phone]', '12345')
    await page.selectOption('[name=province]', { label: '北京' })
    await page.fill('[name=address]', '北京市朝阳区示例路 8 号')
    await agreeToFresh(page)
    await page.click('button[value=place]')
    expect(await page.isVisible('#p-phone')).toBe(true)
    expect(await page.inputValue('[name=address]')).toBe('北京市朝阳区示例路 8 号')
  })
})

/** Ticks that fresh goods are not returned without a reason, where the basket holds any. */
async function agreeToFresh(page: Awaited<ReturnType<typeof visit>>): Promise<void> {
  for (const tick of await page.locator('[name=freshAgreed]').all()) await tick.check()
}

/** The amount, in fen, of a row of the table "where your money went"; 0 when the order has no such row. */
async function amountBeside(page: Awaited<ReturnType<typeof visit>>, name: string): Promise<number> {
  const text = await page.innerText('main')
  const table = text.slice(text.indexOf('去向'))
  const amount = new RegExp(`(?:^|\\n)${name}\\s+¥([\\d,]+)\\.(\\d\\d)`).exec(table)
  return amount ? Number(amount[1]!.replaceAll(',', '') + amount[2]!) : 0
}
