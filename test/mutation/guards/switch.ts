import { afterAll, expect, inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    guardOff: string
  }
}

const off = inject('guardOff')
const reached = new Set<string>()

Object.assign(globalThis, {
  __isOff: (id: string) => {
    reached.add(id)
    return id === off
  },
})

afterAll(() => {
  if (off === '') console.log(`reached ${JSON.stringify({ file: expect.getState().testPath, guards: [...reached] })}`)
})
