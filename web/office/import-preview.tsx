import type { findImport } from '../../src/household/import/queries.ts'
import { maskName } from '../../src/household/mask.ts'
import type { RosterDiff } from '../../src/household/roster-diff.ts'
import { problemWords, type Problem } from '../../src/kernel/problem.ts'
import { Moment } from '../components/amount.tsx'
import { Button } from '../components/button.tsx'
import { Card, Figure, Figures } from '../components/figure.tsx'
import { Form } from '../components/form.tsx'
import { href, useLocale, words } from '../components/locale.ts'
import { Breadcrumb } from '../components/navigation.tsx'
import { Notice } from '../components/notice.tsx'
import { Table, type Column } from '../components/table.tsx'
import { OfficePage, type OfficeContext } from './console.tsx'
import { dictionary } from './registry-words.ts'

type ImportRow = NonNullable<Awaited<ReturnType<typeof findImport>>>

/** Names of villages by code. */
export type VillageNames = ReadonlyMap<string, { nameZh: string; nameEn: string }>

export const shownRows = 20

type ImportPageProps = {
  c: OfficeContext
  row: ImportRow
  diff: RosterDiff | null
  villages: VillageNames
  names: Map<string, string>
  problem?: Problem
}

/** The figures of an import and, until it is applied, each line it would change or reject. */
export function ImportPage({ c, row, diff, villages, names, problem }: ImportPageProps) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const changes = row.added + row.changed + row.removed > 0
  return (
    <OfficePage c={c} title={text.import} wide>
      <Breadcrumb crumbs={[{ label: text.import, path: '/office/import' }, { label: text.preview }]} />
      <h1>{text.preview}</h1>
      {row.appliedAtMs !== null && (
        <Notice tone="good" title={text.appliedNotice}>
          <Moment at={row.appliedAtMs} />
        </Notice>
      )}
      {problem && <Notice tone="bad" title={problemWords(problem, locale)} />}
      {!changes && <Notice title={text.nothing} />}
      <Counts row={row} />
      {row.appliedAtMs === null && changes && (
        <Form action={href(locale, `/office/import/${row.id}/application`)}>
          {row.removed > 0 && <p class="hint">{text.applyHint}</p>}
          <Button>{text.apply}</Button>
        </Form>
      )}
      {diff && <Lines diff={diff} villages={villages} names={names} />}
    </OfficePage>
  )
}

function Counts({ row }: { row: ImportRow }) {
  const text = dictionary[useLocale()]
  return (
    <Figures>
      <Figure label={text.added} tone="good">
        {row.added}
      </Figure>
      <Figure label={text.changed}>{row.changed}</Figure>
      <Figure label={text.removed} tone={row.removed > 0 ? 'wait' : undefined}>
        {row.removed}
      </Figure>
      <Figure label={text.rejected} tone={row.rejected > 0 ? 'bad' : undefined}>
        {row.rejected}
      </Figure>
    </Figures>
  )
}

function Lines({ diff, villages, names }: { diff: RosterDiff; villages: VillageNames; names: Map<string, string> }) {
  const locale = useLocale()
  const text = dictionary[locale]
  const { rejected, changed, removed, added } = diff
  const village = (code: string) => {
    const names = villages.get(code)
    return names ? words(locale, names.nameZh, names.nameEn) : code || '—'
  }
  return (
    <>
      <Listed
        title={text.rejected}
        rows={rejected}
        columns={[
          { label: text.line, cell: ({ line }) => line },
          { label: text.village, cell: ({ villageCode }) => village(villageCode) },
          { label: text.reason, cell: ({ code, facts }) => problemWords({ code, facts }, locale) },
        ]}
      />
      <Listed
        title={text.changed}
        rows={changed}
        columns={[
          { label: text.name, cell: ({ listed }) => maskName(listed.identity.name) },
          { label: text.line, cell: ({ listed }) => listed.line, numeric: true },
          { label: text.what, cell: ({ fields }) => fields.map((field) => text.fields[field]).join(locale === 'zh' ? '、' : ', ') },
        ]}
      />
      <Listed
        title={text.removed}
        rows={removed}
        columns={[
          {
            label: text.name,
            cell: ({ householdId }) => (
              <a href={href(locale, `/office/households/${householdId}`)}>{maskName(names.get(householdId) ?? householdId)}</a>
            ),
          },
          { label: text.village, cell: ({ villageCode }) => village(villageCode) },
        ]}
      />
      <Listed
        title={text.added}
        rows={added}
        columns={[
          { label: text.name, cell: ({ identity }) => maskName(identity.name) },
          { label: text.line, cell: ({ line }) => line, numeric: true },
          { label: text.village, cell: ({ villageCode }) => village(villageCode) },
        ]}
      />
    </>
  )
}

function Listed<Row>({ title, rows, columns }: { title: string; rows: readonly Row[]; columns: readonly Column<Row>[] }) {
  const text = dictionary[useLocale()]
  if (rows.length === 0) return null
  return (
    <Card title={`${title} · ${rows.length}`}>
      <Table caption={title} captionHidden rows={rows.slice(0, shownRows)} columns={columns} />
      {rows.length > shownRows && <p class="hint">{text.shownOf(shownRows, rows.length)}</p>}
    </Card>
  )
}
