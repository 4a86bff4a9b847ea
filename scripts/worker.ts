import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'

const root = new URL('..', import.meta.url).pathname
const wrangler = `${root}node_modules/.bin/wrangler`
const environment = { ...process.env, CLOUDFLARE_CF_FETCH_ENABLED: 'false', WRANGLER_SEND_METRICS: 'false', CI: 'true' }

export type LocalWorker = { url: string; stop: () => Promise<void>; exited: Promise<unknown> }

type Options = { state: string; port: number; environment: string; main?: string; quiet?: boolean }

/** Applies every migration to the three local databases kept in `state`. */
export async function migrate(state: string): Promise<void> {
  for (const database of ['sigen-market', 'sigen-county', 'sigen-vault']) {
    const child = spawn(wrangler, ['d1', 'migrations', 'apply', database, '--local', '--persist-to', state], {
      cwd: root,
      env: environment,
    })
    const output = collect(child)
    const [code] = await once(child, 'exit')
    if (code !== 0) throw new Error(`migrating ${database} failed:\n${output()}`)
  }
}

/** Starts the Worker on real workerd and waits until it answers. */
export async function startWorker({ state, port, environment: name, main, quiet = true }: Options): Promise<LocalWorker> {
  const flags = [
    '--port',
    String(port),
    '--persist-to',
    state,
    '--var',
    `ENVIRONMENT:${name}`,
    '--show-interactive-dev-session=false',
    '--log-level',
    quiet ? 'error' : 'log',
  ]
  const child = spawn(wrangler, ['dev', ...(main ? [main] : []), ...flags, '--test-scheduled'], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const exited = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await answers(url, child, output)
  if (!quiet) child.stdout?.pipe(process.stdout)
  return { url, exited, stop: () => stop(child, exited) }
}

async function answers(url: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    if (child.exitCode !== null) throw new Error(`the Worker stopped before it answered:\n${output()}`)
    const reached = await fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
    if (reached) return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  child.kill('SIGINT')
  throw new Error(`the Worker did not answer at ${url}:\n${output()}`)
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (child.exitCode === null) child.kill('SIGINT')
  await exited
}

function collect(child: ChildProcess): () => string {
  let text = ''
  child.stdout?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8000)))
  child.stderr?.on('data', (chunk: Buffer) => (text = (text + chunk.toString()).slice(-8000)))
  return () => text
}
