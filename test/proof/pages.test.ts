import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/app.ts'
import { issueCard } from '../../src/household/card/commands.ts'
import { hex } from '../../src/proof/bytes.ts'
import { sealFacts } from '../../src/proof/commands/seal.ts'
import { parseCheckpoint, parseKey, parseNote } from '../../src/proof/note.ts'
import { readProof } from '../../src/proof/reading.ts'
import { isConsistent, leafHash, rootOf } from '../../src/proof/tree.ts'
import { pages } from '../../web/pages.ts'
import { cookieOf, postForm } from '../support/browser.ts'
import { bindings, TestClock, testContext, valueOf } from '../support/context.ts'
import { makeSeason } from '../support/factories/lot.ts'
import { makePaidOrder } from '../support/factories/order.ts'

const clock = new TestClock()
const context = testContext({ clock })
const app = createApp(pages, { clock })
const ask = (path: string, init: RequestInit = {}) => app.request(path, init, bindings)
const textOf = async (path: string) => (await ask(path)).text()

async function sealedSeason() {
  const season = await makeSeason(context, { households: 5, gramsEach: 100_000, packGrams: 5_000 })
  const order = await makePaidOrder(context, { packId: season.packId, units: 2 })
  await sealFacts(context)
  return { ...season, ...order }
}

const checkpointNow = async () => parseCheckpoint(parseNote(await textOf('/log/checkpoint'))!.text)!

async function bytesOf(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await ask(path)).arrayBuffer())
}

describe('the public log', () => {
  it('is served as tiles, bundles, checkpoint and key from which anyone computes the signed root', async () => {
    await sealedSeason()
    const { size, root, origin } = await checkpointNow()
    expect(parseKey(await textOf('/log/key'))!.name).toBe(origin)
    const tile = await bytesOf(`/log/tile/0/000.p/${size}`)
    const leaves = Array.from({ length: size }, (_, index) => tile.slice(32 * index, 32 * index + 32))
    expect(hex(rootOf(leaves))).toBe(hex(root))
    const bundle = await bytesOf(`/log/tile/entries/000.p/${size}`)
    expect(bundle.length).toBe(34 * size)
    expect(bundle.slice(0, 2)).toEqual(Uint8Array.of(0, 32))
    expect(hex(leafHash(bundle.slice(2, 34)))).toBe(hex(leaves[0]!))
  })

  it('may be kept for ever, but for the checkpoint', async () => {
    await sealedSeason()
    const { size } = await checkpointNow()
    const answer = await ask(`/log/tile/0/000.p/${Math.min(size, 255)}`)
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect((await ask('/log/checkpoint')).headers.get('cache-control')).toBe('public, max-age=5')
  })

  it.each([
    '/log/tile/0/000',
    '/log/tile/0/999',
    '/log/tile/0/0',
    '/log/tile/9/000.p/1',
    '/log/tile/entries/001.p/200',
    '/log/tile/',
    '/log/nothing',
  ])('has no %s', async (path) => {
    await sealedSeason()
    expect((await ask(path)).status).toBe(404)
  })

  it('holds no id, no amount and no name', async () => {
    const { orderId, lotId } = await sealedSeason()
    const { size } = await checkpointNow()
    const everything = [
      await textOf('/log/checkpoint'),
      await textOf(`/log/tile/entries/000.p/${Math.min(size, 255)}`),
      await textOf('/api/log'),
    ].join()
    expect(everything).not.toContain(orderId)
    expect(everything).not.toContain(lotId)
  })

  it('proves over the API that it only grew', async () => {
    await sealedSeason()
    const old = await checkpointNow()
    await sealedSeason()
    const now = await checkpointNow()
    const { hashes } = await (await ask(`/api/log/consistency?from=${old.size}&to=${now.size}`)).json<{ hashes: string[] }>()
    const path = hashes.map((hash) => Uint8Array.from(atob(hash), (letter) => letter.charCodeAt(0)))
    expect(isConsistent(old.size, now.size, path, old.root, now.root)).toBe(true)
    expect((await ask(`/api/log/consistency?from=0&to=${now.size}`)).status).toBe(422)
    expect((await ask(`/api/log/consistency?from=1&to=${now.size + 1}`)).status).toBe(404)
  })
})

describe('a proof file', () => {
  it('is for whoever has the order’s link', async () => {
    const { checkoutId, orderId } = await sealedSeason()
    const answer = await ask(`/orders/${checkoutId}/${orderId}/proof`)
    expect(answer.headers.get('content-disposition')).toContain('.tlog-proof')
    expect(readProof(await answer.text())).toMatchObject({ kind: 'included', fact: { tag: 'sigen/entry/1' } })
    expect((await ask(`/orders/${checkoutId}/ord_other/proof`)).status).toBe(404)
    expect(await textOf(`/orders/${checkoutId}`)).toContain(`/orders/${checkoutId}/${orderId}/proof`)
  })

  it('is not there before the fact is sealed', async () => {
    const { packId } = await sealedSeason()
    const { checkoutId, orderId } = await makePaidOrder(context, { packId, units: 1 })
    expect((await ask(`/orders/${checkoutId}/${orderId}/proof`)).status).toBe(409)
  })

  it('of a slip is for its own household only', async () => {
    const { deliveryIds, householdIds } = await sealedSeason()
    const { token, pin } = valueOf(await issueCard(context, householdIds[0]!))
    const cookie = cookieOf(await ask(`/card/${token}`, postForm({ pin })))
    const own = await ask(`/card/slips/${deliveryIds[0]}/proof`, { headers: { cookie } })
    expect(readProof(await own.text())).toMatchObject({ kind: 'included', fact: { tag: 'sigen/slip/1' } })
    expect((await ask(`/card/slips/${deliveryIds[1]}/proof`, { headers: { cookie } })).status).toBe(404)
    expect((await ask(`/card/lines/${deliveryIds[0]}/proof`, { headers: { cookie } })).status).toBe(404)
    expect((await ask(`/card/slips/${deliveryIds[0]}/proof`)).headers.get('location')).toBe('/card')
  })
})

describe('/verify without script', () => {
  const post = (fields: Record<string, string>, path = '/verify') => ask(path, postForm(fields))

  it('says in plain words whether the proof holds, and that the server must be believed', async () => {
    const { checkoutId, orderId } = await sealedSeason()
    const proof = await textOf(`/orders/${checkoutId}/${orderId}/proof`)
    const key = (await textOf('/log/key')).trim()
    const good = await (await post({ text: proof, key }, '/en/verify')).text()
    expect(good).toContain('Verified: this record is in the log')
    expect(good).toContain('you have to trust it')
    expect(good).toContain(`pay:${orderId}`)
    const changed = proof.replace(/^index \d+$/m, 'index 0')
    expect(await (await post({ text: changed, key })).text()).toContain('核验不通过：内容与日志对不上')
    const peter = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
    expect(await (await post({ text: proof, key: peter })).text()).toContain('不是这把公钥签的')
    expect(await (await post({ text: 'hello', key })).text()).toContain('这不是一份完整的证明文件')
    expect(await (await post({ text: '', key })).text()).toContain('请选择证明文件')
    expect(await (await post({ text: proof, key: 'nonsense' })).text()).toContain('公钥这一行不完整')
  })

  it('says so when the log has stopped, like /healthz and the API', async () => {
    await sealedSeason()
    expect(await (await ask('/healthz')).json()).toMatchObject({ log: 'running' })
    await context.county.run([sql`INSERT INTO log_faults VALUES ('flt_1', ${clock.now()}, 'root', 'size 1', NULL)`])
    expect(await (await ask('/healthz')).json()).toMatchObject({ log: 'stopped' })
    expect(await textOf('/en/verify')).toContain('Signs nothing since')
    expect(await (await ask('/api/log')).json()).toMatchObject({ stoppedAtMs: clock.now() })
    await context.county.run([sql`UPDATE log_faults SET healed_at_ms = at_ms`])
  })
})
