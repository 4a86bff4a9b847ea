import type { Context as HonoContext } from 'hono'
import type { AppEnv } from '../../src/http/request.ts'
import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { besides, parsePeriod, type Period } from '../../src/income/statement/period.ts'
import { loadStatement } from '../../src/income/statement/queries.ts'
import { localDate, monthOf } from '../../src/kernel/time.ts'
import { href, type Locale } from '../components/locale.ts'
import { periodWords, sheetStyle, StatementSheet, statementSheetCsv } from '../registry/statement-sheet.tsx'
import { statementWords } from '../registry/statement-words.ts'
import { closedPage } from './pin.tsx'
import { CardShell, privately } from './shell.tsx'

/** The household's account statement of a month or a year. Query: `period`, this month unless given. */
export async function accountStatementPage(c: HonoContext<AppEnv>) {
  const { actor, county, locale, clock } = c.var.context
  if (actor.kind !== 'household') return closedPage(c)
  const today = localDate(clock.now())
  const period = periodAsked(c, today)
  const [statement, names] = await Promise.all([
    loadStatement(county, actor.householdId, period),
    namesOf(c.var.context, [actor.householdId]),
  ])
  const text = statementWords[locale]
  const title = text.of(maskName(names.get(actor.householdId) ?? ''), periodWords(locale, period.text))
  privately(c)
  return c.html(
    <CardShell c={c} title={title} style={sheetStyle}>
      <h1>{title}</h1>
      <StatementSheet statement={statement} />
      <Around period={period} today={today} locale={locale} />
      <p class="pages">
        <a href={href(locale, `/card/statement.csv?period=${period.text}`)}>{text.csv}</a> <a href={href(locale, '/card')}>{text.back}</a>
      </p>
    </CardShell>,
  )
}

export async function accountStatementSheet(c: HonoContext<AppEnv>) {
  const { actor, county, locale, clock } = c.var.context
  if (actor.kind !== 'household') return closedPage(c)
  const period = periodAsked(c, localDate(clock.now()))
  const statement = await loadStatement(county, actor.householdId, period)
  return c.body(statementSheetCsv(locale, statement), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="sigen-${period.text}.csv"`,
    'cache-control': 'no-store',
  })
}

function periodAsked(c: HonoContext<AppEnv>, today: string): Period {
  return parsePeriod(c.req.query('period') ?? '') ?? parsePeriod(monthOf(today))!
}

function Around({ period, today, locale }: { period: Period; today: string; locale: Locale }) {
  const { before, after } = besides(period)
  const link = (text: string) => <a href={href(locale, `/card/statement?period=${text}`)}>{periodWords(locale, text)}</a>
  return (
    <p class="pages">
      {link(before)} {after <= today && link(after)} {period.text.length > 4 && link(period.text.slice(0, 4))}
    </p>
  )
}
