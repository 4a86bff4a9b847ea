import { parentPort } from 'node:worker_threads'
import { runSeed } from './seed.ts'

parentPort!.on('message', ({ seed, steps }: { seed: number; steps: number }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  void runSeed(seed, steps).then((outcome) => parentPort!.postMessage(outcome))
})
