import { expect, it } from 'vitest'
import { createFirstOperator } from '../../src/identity/commands.ts'
import { problemOf, testContext, valueOf } from '../support/context.ts'
import { interruptedBy } from '../support/interrupted.ts'

// A file of its own: storage is empty only before the first user.
it('an installation has one first operator, also when two set it up at the same moment', async () => {
  const context = testContext()
  const input = { username: 'first', name: '管理员', password: 'correct horse battery', setupToken: 'development-setup' }
  const faster = async () => valueOf(await createFirstOperator(context, { ...input, username: 'faster' }))
  const late = interruptedBy(context, faster, { group: 'market' })
  expect(problemOf(await createFirstOperator(late, input)).code).toBe('setup_done')
})
