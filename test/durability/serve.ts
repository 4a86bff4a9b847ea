import { startWorker } from '../../scripts/worker.ts'

// A process of its own, so that it can be killed with all it started.
const [state, port] = process.argv.slice(2)
await startWorker({ state: state!, port: Number(port), environment: 'demo', main: 'test/durability/worker.ts' })
console.log('ready')
