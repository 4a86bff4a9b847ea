import { namesOf } from '../../src/household/vault/queries.ts'
import { applyImport, previewImport } from '../../src/household/import/commands.ts'
import { findImport, listImports, previewOf } from '../../src/household/import/queries.ts'
import { rosterHeadings } from '../../src/household/roster.ts'
import { formOnce } from '../../src/http/once.ts'
import { statusOf } from '../../src/http/request.ts'
import { reachOf } from '../../src/identity/permission.ts'
import type { Problem } from '../../src/kernel/problem.ts'
import { refuse, type Result } from '../../src/kernel/result.ts'
import { found, unwrap } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { divisionNames, findDivision } from '../../src/region/queries.ts'
import { Moment } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Field } from '../components/field.tsx'
import { Card } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Empty, Status } from '../components/notice.tsx'
import { Select, type Option } from '../components/select.tsx'
import { Table } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { ImportPage, shownRows } from './import-preview.tsx'
import { dictionary } from './registry-words.ts'

type Tried = { form?: Record<string, unknown>; problem?: Problem }

/** Uploading the register, and the latest imports. */
export async function importsPage(c: OfficeContext, { form = {}, problem }: Tried = {}) {
  const { county, actor, locale } = c.var.context
  const text = dictionary[locale]
  const scope = unwrap(reachOf(actor, 'household.import'))
  const rows = await listImports(county, scope)
  const divisions = await Promise.all(scope.divisionCodes.map((code) => findDivision(county, code)))
  const options = divisions.flatMap((division) =>
    division ? [{ value: division.code, label: words(locale, division.nameZh, division.nameEn) }] : [],
  )
  const page = (
    <OfficePage c={c} title={text.import} wide>
      <h1>{text.import}</h1>
      <p class="lead">{text.importLead}</p>
      <Upload options={options} values={form} problem={problem} />
      <Imports rows={rows} />
    </OfficePage>
  )
  return c.html(page, problem ? statusOf(problem) : 200)
}

function Upload({ options, values, problem }: { options: Option[]; values: Record<string, unknown>; problem?: Problem }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const columns = rosterHeadings[locale].join(', ')
  return (
    <Card title={text.preview}>
      <Form files problem={problem} values={values}>
        <Select label={text.division} name="divisionCode" options={options} value={options[0]?.value} hint={text.divisionHint} />
        <Field label={text.file} name="file" type="file" accept=".csv,text/csv" hint={`${text.fileHint} ${columns}`} />
        <Button>{text.preview}</Button>
      </Form>
    </Card>
  )
}

function Imports({ rows }: { rows: Awaited<ReturnType<typeof listImports>> }) {
  const locale = useLocale()
  const text = dictionary[locale]
  if (rows.length === 0) {
    return (
      <Empty icon="people" title={text.noImports}>
        <p>{text.noImportsNext}</p>
      </Empty>
    )
  }
  return (
    <Card title={text.imports}>
      <Table
        caption={text.imports}
        captionHidden
        rows={rows}
        columns={[
          {
            label: text.madeOn,
            cell: ({ id, madeAtMs }) => (
              <a href={href(locale, `/office/import/${id}`)}>
                <Moment at={madeAtMs} />
              </a>
            ),
          },
          { label: text.added, cell: ({ added }) => added, numeric: true },
          { label: text.changed, cell: ({ changed }) => changed, numeric: true },
          { label: text.removed, cell: ({ removed }) => removed, numeric: true },
          { label: text.rejected, cell: ({ rejected }) => rejected, numeric: true },
          {
            label: text.state,
            cell: ({ appliedAtMs }) => <Status tone={appliedAtMs ? 'good' : 'wait'}>{appliedAtMs ? text.applied : text.waiting}</Status>,
          },
        ]}
      />
    </Card>
  )
}

export async function upload(c: OfficeContext) {
  const { context } = c.var
  const form = await c.req.parseBody()
  const { divisionCode, file } = form
  const sent = await formOnce(c, context, form)
  const previewed = await once(sent, 'county', () => preview(sent, divisionCode, file))
  if (!previewed.ok) return importsPage(c, { form, problem: previewed.problem })
  return c.redirect(href(context.locale, `/office/import/${previewed.value}`), 303)
}

async function preview(context: OfficeContext['var']['context'], divisionCode: unknown, file: unknown): Promise<Result<string>> {
  if (!(file instanceof File) || file.size === 0) return refuse('roster_empty', {}, 'file')
  return previewImport(context, typeof divisionCode === 'string' ? divisionCode : '', await file.arrayBuffer())
}

/** What an import would change, or has changed. */
export async function importPage(c: OfficeContext, problem?: Problem) {
  const { context } = c.var
  const scope = unwrap(reachOf(context.actor, 'household.import'))
  const row = found(await findImport(context.county, scope, c.req.param('id')!))
  const diff = row.appliedAtMs === null ? await previewOf(context, row) : null
  const codes = diff ? [...diff.added, ...diff.rejected, ...diff.removed].map(({ villageCode }) => villageCode) : []
  const villages = await divisionNames(context.county, codes)
  const names = await namesOf(context, diff?.removed.slice(0, shownRows).map(({ householdId }) => householdId) ?? [])
  return c.html(<ImportPage {...{ c, row, diff, villages, names, problem }} />, problem ? statusOf(problem) : 200)
}

export async function applyUpload(c: OfficeContext) {
  const { context } = c.var
  const sent = await formOnce(c, context, await c.req.parseBody())
  const applied = await once(sent, 'county', () => applyImport(sent, c.req.param('id')!))
  if (!applied.ok) return importPage(c, applied.problem)
  return c.redirect(href(context.locale, `/office/import/${applied.value}`), 303)
}
