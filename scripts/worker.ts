import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { unstable_startWorker } from 'wrangler'

const root = new URL('..', import.meta.url).pathname
const wrangler = `${root}node_modules/.bin/wrangler`

// Local runs ask nobody outside this machine.
process.env['CLOUDFLARE_CF_FETCH_ENABLED'] = 'false'
process.env['WRANGLER_SEND_METRICS'] = 'false'

export type LocalWorker = { url: string; runJobs: () => Promise<void>; stop: () => Promise<void> }

type Options = { state: string; port: number; environment: string; main?: string; watch?: boolean }

/** Applies every migration to the three local databases kept in `state`. */
export async function migrate(state: string): Promise<void> {
  for (const database of ['sigen-market', 'sigen-county', 'sigen-vault']) {
    const child = spawn(wrangler, ['d1', 'migrations', 'apply', database, '--local', '--persist-to', state], {
      cwd: root,
      env: { ...process.env, CI: 'true' },
    })
    const output = collect(child)
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`migrating ${database} failed:\n${output()}`)
  }
}

/** Starts the Worker on real workerd; it answers when this does. `watch` restarts it when a file changes. */
export async function startWorker({ state, port, environment: name, main, watch = false }: Options): Promise<LocalWorker> {
  const worker = await unstable_startWorker({
    config: `${root}wrangler.toml`,
    ...(main && { entrypoint: root + main }),
    bindings: { ENVIRONMENT: { type: 'plain_text', value: name } },
    dev: {
      watch,
      persist: resolve(root, state),
      server: { hostname: '127.0.0.1', port },
      inspector: false,
      logLevel: watch ? 'info' : 'error',
      testScheduled: true,
    },
  })
  await worker.ready
  const url = `http://127.0.0.1:${port}`
  return { url, runJobs: async () => void (await fetch(`${url}/__scheduled`)), stop: () => worker.dispose() }
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8000)))
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8000)))
  return () => text
}
