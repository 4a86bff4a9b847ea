import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { openBrowser, signIn, visit } from './browser.ts'

const url = inject('url')
const { password } = inject('demo')
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

describe('the office', () => {
  it('comes from its city to one slip and the orders behind it in four clicks', async () => {
    const page = await visit(browser, { url, width: 1280 })
    await signIn(page, 'huaihua.office', password)
    await page.goto('/office/divisions/431200000000')
    expect(await page.innerText('main')).toContain('下级合计与本级单独汇总一致')
    for (const next of [
      'a[href^="/office/divisions/431229000000"]',
      'a[href^="/office/divisions/431229"]',
      'a[href^="/office/divisions/431229"]',
      'a[href^="/office/slips/"]',
    ]) {
      await page.click(`main .table ${next}`)
      await page.waitForLoadState()
    }
    const slip = await page.innerText('main')
    expect(page.url()).toContain('/office/slips/')
    expect(slip).toMatch(/货值保底 ¥[\d.]+\/公斤，农户保底 ¥[\d.]+\/公斤/)
  })

  it('recomputes a settlement and finds no difference', async () => {
    const page = await visit(browser, { url, width: 1280 })
    await signIn(page, 'jingzhou.office', password)
    await page.goto('/office/settlements')
    await page.click('main .table a[href^="/office/settlements/"]')
    await page.waitForLoadState()
    expect(await page.innerText('main')).not.toContain('没有差异')
    await page.click('main a[href*="recount=1"]')
    await page.waitForURL('**recount=1**')
    expect(await page.innerText('main')).toContain('个数字全部一致，没有差异')
  })

  it('hides other counties', async () => {
    const page = await visit(browser, { url, width: 1280 })
    await signIn(page, 'yuanan.office', password)
    expect((await page.goto('/office/divisions/431229000000'))?.status()).toBe(404)
  })
})
