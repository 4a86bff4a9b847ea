import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

const serve = new URL('./serve.ts', import.meta.url).pathname

/** A real server in a process group of its own, over databases that outlive it. */
export class Server {
  readonly url: string
  readonly #state: string
  readonly #port: number
  #process: ChildProcess | null = null

  constructor(state: string, port: number) {
    this.#state = state
    this.#port = port
    this.url = `http://127.0.0.1:${port}`
  }

  /** Answers when the server does. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [serve, this.#state, String(this.#port)], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#process = child
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('ready') && resolve())
      child.once('exit', () => reject(new Error(`the server ended before it was ready: ${said}`)))
    })
    child.removeAllListeners('exit')
  }

  /** kill -9 of the server and everything it started; nobody gets to say goodbye. */
  async kill(): Promise<void> {
    const child = this.#process
    this.#process = null
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    process.kill(-child.pid!, 'SIGKILL')
    await gone
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
