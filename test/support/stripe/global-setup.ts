import type { TestProject } from 'vitest/node'
import { serveStripe } from './serve.ts'

declare module 'vitest' {
  interface ProvidedContext {
    stripeUrl: string
  }
}

/** One Stripe beside all tests that run in workerd. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await serveStripe()
  project.provide('stripeUrl', url)
  return stop
}
