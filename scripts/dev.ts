import { migrate, startWorker } from './worker.ts'

// An empty installation: the first operator is made at /setup with the development set-up token.
const state = '.wrangler/state'
await migrate(state)
const worker = await startWorker({ state, port: Number(process.env['PORT'] ?? 8787), environment: 'development', watch: true })
console.log(`\nAn empty shop: ${worker.url}\nMake the first operator: ${worker.url}/setup (set-up token: development-setup)\n`)
setInterval(() => void worker.runJobs().catch(() => undefined), 60_000)
process.on('SIGINT', () => void worker.stop().then(() => process.exit(0)))
process.on('SIGTERM', () => void worker.stop().then(() => process.exit(0)))
