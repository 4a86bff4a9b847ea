import { buildDemo, findDemo, type Demo } from './demo/build.ts'
import { startWorker } from './worker.ts'

const state = '.demo'
const port = Number(process.env['PORT'] ?? 8787)

const demo = (process.argv.includes('--fresh') ? null : await findDemo(state)) ?? (await rebuild())
const worker = await startWorker({ state, port, environment: 'demo' })
print(worker.url, demo)
setInterval(() => void worker.runJobs().catch(() => undefined), 60_000)
const stop = () => void worker.stop().then(() => process.exit(0))
process.on('SIGINT', stop)
process.on('SIGTERM', stop)

async function rebuild(): Promise<Demo> {
  console.log('Building the demo world …')
  const started = Date.now()
  const built = await buildDemo(state, port)
  console.log(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`)
  return built
}

function print(url: string, { logins, password, card }: Demo): void {
  const rows = logins.map(({ surface, username, may }) => `  ${(url + surface).padEnd(34)} ${username.padEnd(20)} ${may}`)
  console.log(`
Sigen 四跟 demo. People and companies are invented; places are real.

  shop 集市          ${url}/            English: ${url}/en
  messages to buyers ${url}/demo/messages
  API                ${url}/reference

Sign in at ${url}/sign-in, password of all: ${password}
${rows.join('\n')}

  household card 户卡 ${url}/card/${card.token}
  its PIN             ${card.pin}

Stop with Ctrl-C. Build again: npm run demo -- --fresh
`)
}
