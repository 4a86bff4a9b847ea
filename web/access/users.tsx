import type { Context as HonoContext } from 'hono'
import { formOnce } from '../../src/http/once.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { createUser } from '../../src/identity/commands.ts'
import { newUserInput } from '../../src/identity/input.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import { listUsers, type UserGrant } from '../../src/identity/queries.ts'
import type { Actor } from '../../src/kernel/actor.ts'
import { problems, type Problem } from '../../src/kernel/problem.ts'
import { once } from '../../src/platform/commit.ts'
import { organisationNames } from '../../src/organisation/queries.ts'
import { parseInput } from '../../src/platform/input.ts'
import { divisionNames } from '../../src/region/queries.ts'
import { Button, LinkButton } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, words } from '../components/locale.ts'
import { Notice, Status } from '../components/notice.tsx'
import { Pager } from '../components/navigation.tsx'
import { Table } from '../components/table.tsx'
import { AccessPage, isOperator, ownGrant } from './frame.tsx'
import { dictionary } from './words.ts'

const usersAPage = 50

/** Who may sign in, as far as the actor may see them. */
export async function usersPage(c: HonoContext<AppEnv>) {
  ownGrant(c, 'operator', 'manager')
  const { market, actor, locale } = c.var.context
  const text = dictionary[locale]
  const list = await listUsers(market, scopeOf(actor, 'user.read')!, { after: c.req.query('after'), limit: usersAPage })
  const places = await placesOf(
    c,
    list.map(({ scope }) => scope),
  )
  return c.html(
    <AccessPage c={c} title={text.users}>
      <h1>{text.users}</h1>
      {c.req.query('added') && <Notice tone="good" title={text.added} />}
      <Card title={text.users} action={<AddUser actor={actor} label={text.addUser} />}>
        <Table
          caption={text.users}
          captionHidden
          rows={list}
          columns={[
            { label: text.username, cell: ({ username }) => username },
            { label: text.name, cell: ({ name }) => name },
            { label: text.role, cell: ({ role }) => text.roles[role] },
            { label: text.scope, cell: ({ scope }) => (scope === '*' ? text.all : (places.get(scope) ?? scope)) },
            { label: text.status, cell: (user) => stateOf(user, text.disabled) },
          ]}
        />
        <Pager next={list.length === usersAPage ? `/users?after=${encodeURIComponent(list.at(-1)!.username)}` : null} />
      </Card>
    </AccessPage>,
  )
}

/** What people call the divisions and organisations that grants are for. */
async function placesOf(c: HonoContext<AppEnv>, scopes: readonly string[]): Promise<Map<string, string>> {
  const { county, locale } = c.var.context
  const [divisions, organisations] = await Promise.all([divisionNames(county, scopes), organisationNames(county, scopes)])
  const named = [...divisions, ...organisations].map(([id, { nameZh, nameEn }]) => [id, words(locale, nameZh, nameEn)] as const)
  return new Map(named)
}

function stateOf({ disabledAtMs }: UserGrant, disabled: string) {
  return disabledAtMs === null ? '' : <Status tone="bad">{disabled}</Status>
}

function AddUser({ actor, label }: { actor: Actor; label: string }) {
  const own = managedBy(actor)
  return <LinkButton path={isOperator(actor) || !own ? '/users/new' : `/users/new?organisation=${own}`}>{label}</LinkButton>
}

type Tried = { problem: Problem; values: Record<string, unknown> }

/** For an organisation: its managers, whom the operator appoints, and clerks. Otherwise offices, supervisors and operators. */
export function userForm(c: HonoContext<AppEnv>, tried?: Tried) {
  ownGrant(c, 'operator', 'manager')
  const text = dictionary[c.var.context.locale]
  const organisation = c.req.query('organisation')
  const inside = isOperator(c.var.context.actor) ? (['manager', 'clerk'] as const) : (['clerk'] as const)
  const roles = organisation ? inside : (['office', 'supervisor', 'operator'] as const)
  return c.html(
    <AccessPage c={c} title={text.addUser}>
      <h1>{text.addUser}</h1>
      <Card>
        <Form problem={tried?.problem} values={tried?.values ?? { role: roles[0] }}>
          <Choice label={text.role} name="role" options={roles.map((role) => ({ value: role, label: text.roles[role] }))} />
          {!organisation && <Field label={text.county} name="scope" hint={text.areaHint} inputmode="numeric" maxlength={12} optional />}
          <Field label={text.name} name="name" autocomplete="off" maxlength={40} />
          <Field label={text.username} name="username" hint={text.usernameHint} autocomplete="off" maxlength={40} />
          <Field label={text.password} name="password" type="password" hint={text.passwordHint} autocomplete="new-password" />
          <Button>{text.addUser}</Button>
        </Form>
      </Card>
    </AccessPage>,
    tried ? problems[tried.problem.code].status : 200,
  )
}

export async function tryUser(c: HonoContext<AppEnv>) {
  const values = await c.req.parseBody()
  const scope = values['role'] === 'operator' ? '*' : (c.req.query('organisation') ?? values['scope'])
  const input = parseInput(newUserInput, { ...values, scope })
  if (!input.ok) return userForm(c, { problem: input.problem, values })
  const context = await formOnce(c, c.var.context, { ...values, scope })
  const made = await once(context, 'market', () => createUser(context, input.value))
  if (!made.ok) return userForm(c, { problem: made.problem, values })
  return c.redirect(`${href(context.locale, '/users')}?added=1`, 303)
}

function managedBy(actor: Actor): string | undefined {
  return actor.kind === 'user' ? actor.grants.find(({ role }) => role === 'manager')?.scope : undefined
}
