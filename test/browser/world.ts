import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildDemo, type Demo } from '../../scripts/demo/build.ts'
import { startWorker } from '../../scripts/worker.ts'
import { chromiumPath } from './browser.ts'

declare module 'vitest' {
  interface ProvidedContext {
    url: string
    demo: Demo
  }
}

/** Builds a demo world of its own and serves it on a free port until the tests are over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(chromiumPath)) {
    throw new Error('Browser tests need Chromium. Install it with: sudo apt-get install chromium fonts-noto-cjk')
  }
  const folder = mkdtempSync(join(tmpdir(), 'sigen-browser-'))
  const state = relative(process.cwd(), folder)
  const demo = await buildDemo(state, await freePort())
  const worker = await startWorker({ state, port: await freePort(), environment: 'demo' })
  project.provide('url', worker.url)
  project.provide('demo', demo)
  return async () => {
    await worker.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
