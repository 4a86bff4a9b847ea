import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { createFirstOperator, signIn } from '../../src/identity/commands.ts'
import { firstOperatorInput } from '../../src/identity/input.ts'
import { countUsers } from '../../src/identity/queries.ts'
import { problems, type Problem } from '../../src/kernel/problem.ts'
import { Refusal, unwrap } from '../../src/platform/api.ts'
import { parseInput } from '../../src/platform/input.ts'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { Page } from '../components/page.tsx'
import { enter } from './sign-in.tsx'
import { dictionary } from './words.ts'

type Tried = { problem: Problem; values: Record<string, unknown> }

/** The first page of an empty installation; gone once anybody exists. */
export async function setupPage(c: HonoContext<AppEnv>, tried?: Tried) {
  if (!tried && (await countUsers(c.var.context.market)) > 0) throw new Refusal({ code: 'setup_done', facts: {} })
  const text = dictionary[c.var.context.locale]
  const body = (
    <Page c={c} title={text.setup} surface="storefront">
      <div class="narrow stack">
        <h1>{text.setup}</h1>
        <p class="soft">{text.setupLead}</p>
        <Card>
          <Form problem={tried?.problem} values={tried?.values}>
            <Field label={text.setupToken} name="setupToken" type="password" hint={text.setupTokenHint} autocomplete="off" />
            <Field label={text.name} name="name" autocomplete="name" maxlength={40} />
            <Field label={text.username} name="username" hint={text.usernameHint} autocomplete="username" maxlength={40} />
            <Field label={text.password} name="password" type="password" hint={text.passwordHint} autocomplete="new-password" />
            <Button wide>{text.create}</Button>
          </Form>
        </Card>
      </div>
    </Page>
  )
  return c.html(body, tried ? problems[tried.problem.code].status : 200)
}

/** Makes the first operator and signs them in. */
export async function trySetup(c: HonoContext<AppEnv>) {
  const { context } = c.var
  const values = await c.req.parseBody()
  const input = parseInput(firstOperatorInput, values)
  if (!input.ok) return setupPage(c, { problem: input.problem, values })
  const made = await createFirstOperator(context, input.value)
  if (!made.ok) return setupPage(c, { problem: made.problem, values })
  return enter(c, unwrap(await signIn(context, input.value, 'setup')))
}
