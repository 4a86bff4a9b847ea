import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { FakeStripe } from './fake.ts'
import { Gate } from './gate.ts'
import { serveRequest } from './wire.ts'

type Told = { method: keyof FakeStripe; args: unknown[]; nowMs: number }

/**
 * The fake over HTTP on a port of its own, for tests that run in workerd: under /v1 it is Stripe, with one account for
 * each secret key; under /_fake/<key> the test plays the buyer, the bank and the clock. Answers its address and how to stop it.
 */
export async function serveStripe(): Promise<{ url: string; stop: () => Promise<void> }> {
  const accounts = new Map<string, FakeStripe>()
  let gate: Gate | undefined
  const accountOf = (key: string) => {
    const account = accounts.get(key) ?? new FakeStripe({ nowMs: 0, name: key.slice(-8) })
    accounts.set(key, account)
    return account
  }
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const [body, url] = [await read(request), request.url ?? '/']
    if (url.startsWith('/_fake/')) return tell(accountOf(url.slice(7)), JSON.parse(body) as Told, response)
    gate ??= new Gate()
    const authorization = request.headers.authorization ?? null
    const key = request.headers['idempotency-key']
    const account = accountOf(authorization?.replace('Bearer ', '') ?? '')
    const wire = { method: request.method ?? 'GET', url, form: body, key: typeof key === 'string' ? key : null, authorization }
    const reply = serveRequest(account, gate, wire)
    if (!reply) return request.socket.destroy()
    response.writeHead(reply.status, { 'content-type': 'application/json' }).end(reply.body)
  }
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, stop: () => new Promise((done) => server.close(() => done())) }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function tell(account: FakeStripe, { method, args, nowMs }: Told, response: ServerResponse): Promise<void> {
  account.moveTo(nowMs)
  const deed = account[method] as unknown as (...given: unknown[]) => unknown
  try {
    const answer = typeof deed === 'function' ? await deed.apply(account, args) : deed
    response.end(JSON.stringify({ answer: answer instanceof Map ? [...answer.values()] : answer }))
  } catch (fault) {
    response.end(JSON.stringify({ fault: String(fault) }))
  }
}
