import type { Context as HonoContext } from 'hono'
import { formOnce } from '../../src/http/once.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { scopeOf } from '../../src/identity/permission.ts'
import { problems, type Problem } from '../../src/kernel/problem.ts'
import { createOrganisation } from '../../src/organisation/commands.ts'
import { newOrganisationInput } from '../../src/organisation/input.ts'
import { listOrganisations } from '../../src/organisation/queries.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { divisionNames } from '../../src/region/queries.ts'
import { Button, LinkButton } from '../components/button.tsx'
import { Choice } from '../components/choice.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, words } from '../components/locale.ts'
import { Empty } from '../components/notice.tsx'
import { Pager } from '../components/navigation.tsx'
import { Table } from '../components/table.tsx'
import { AccessPage, ownGrant } from './frame.tsx'
import { dictionary } from './words.ts'

/** The operator's organisations, each with the way to add its manager. */
export async function operatorPage(c: HonoContext<AppEnv>) {
  ownGrant(c, 'operator')
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const list = await listOrganisations(county, scopeOf(actor, 'organisation.read')!, c.req.query('after'))
  const places = await divisionNames(
    county,
    list.map(({ divisionCode }) => divisionCode),
  )
  const place = (code: string) => {
    const names = places.get(code)
    return names ? words(locale, names.nameZh, names.nameEn) : code
  }
  const next = list.length === 50 ? `/operator?after=${list.at(-1)!.id}` : null
  return c.html(
    <AccessPage c={c} title={text.operator}>
      <h1>{text.operator}</h1>
      <p class="soft">{text.operatorLead}</p>
      <Card title={text.organisations} action={<LinkButton path="/operator/organisations/new">{text.addOrganisation}</LinkButton>}>
        {list.length === 0 ? (
          <Empty icon="people" title={text.none} />
        ) : (
          <Table
            caption={text.organisations}
            captionHidden
            rows={list}
            columns={[
              { label: text.nameZh, cell: ({ nameZh, nameEn }) => words(locale, nameZh, nameEn) },
              { label: text.kind, cell: ({ kind }) => text.kinds[kind] },
              { label: text.place, cell: ({ divisionCode }) => place(divisionCode) },
              {
                label: text.roles.manager,
                cell: ({ id }) => <a href={href(locale, `/users/new?organisation=${id}`)}>{text.managerOf}</a>,
              },
            ]}
          />
        )}
        <Pager next={next} />
      </Card>
    </AccessPage>,
  )
}

type Tried = { problem: Problem; values: Record<string, unknown> }

export function organisationForm(c: HonoContext<AppEnv>, tried?: Tried) {
  ownGrant(c, 'operator')
  const text = dictionary[c.var.context.locale]
  const kinds = Object.entries(text.kinds).map(([value, label]) => ({ value, label }))
  return c.html(
    <AccessPage c={c} title={text.addOrganisation}>
      <h1>{text.addOrganisation}</h1>
      <Card>
        <Form problem={tried?.problem} values={tried?.values ?? { kind: 'cooperative' }}>
          <Choice label={text.kind} name="kind" options={kinds} />
          <div class="row">
            <Field label={text.nameZh} name="nameZh" maxlength={60} />
            <Field label={text.nameEn} name="nameEn" maxlength={120} />
          </div>
          <Field label={text.creditCode} name="creditCode" hint={text.creditCodeHint} maxlength={18} />
          <Field label={text.division} name="divisionCode" hint={text.divisionHint} inputmode="numeric" maxlength={12} />
          <Field label={text.phone} name="phone" type="tel" autocomplete="off" optional />
          <Button>{text.addOrganisation}</Button>
        </Form>
      </Card>
    </AccessPage>,
    tried ? problems[tried.problem.code].status : 200,
  )
}

/** Makes the organisation and goes on to adding its manager. */
export async function tryOrganisation(c: HonoContext<AppEnv>) {
  const values = await c.req.parseBody()
  const input = parseInput(newOrganisationInput, values)
  if (!input.ok) return organisationForm(c, { problem: input.problem, values })
  const context = await formOnce(c, c.var.context, values)
  const made = await once(context, 'county', () => createOrganisation(context, input.value))
  if (!made.ok) return organisationForm(c, { problem: made.problem, values })
  return c.redirect(href(context.locale, `/users/new?organisation=${made.value}`), 303)
}
