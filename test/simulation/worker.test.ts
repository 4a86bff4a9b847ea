import { expect, it, vi } from 'vitest'
import { Oracle } from './oracle/oracle.ts'
import { Simulation } from './simulation.ts'
import { workerGround } from './worker-ground.ts'

it('keeps every law on workerd and real D1, too', { timeout: 120_000 }, async () => {
  vi.spyOn(console, 'error').mockReturnValue()
  const oracle = new Oracle((group, text, params) => workerGround.read(group, text, params))
  const simulation = new Simulation(workerGround, oracle, { seed: 2027, steps: 150 })
  const tally = await simulation.run()
  expect(tally.steps).toBeGreaterThan(150)
  expect(oracle.checks).toBeGreaterThan(60)
})
