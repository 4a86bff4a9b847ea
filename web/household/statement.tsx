import type { Context as HonoContext } from 'hono'
import { formOnce } from '../../src/http/once.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { cardLine, cardSlip } from '../../src/income/card/queries.ts'
import { problems, problemWords, type Problem } from '../../src/kernel/problem.ts'
import { found, Refusal } from '../../src/platform/api.ts'
import { once } from '../../src/platform/commit.ts'
import { parseInput } from '../../src/platform/input.ts'
import { makeStatement } from '../../src/settlement/commands/make-statement.ts'
import { newStatementInput } from '../../src/settlement/input.ts'
import { Day, massWords, monthWords } from '../components/amount.tsx'
import { OnceField } from '../components/form.tsx'
import { href } from '../components/locale.ts'
import { dictionary as proof } from '../proof/words.ts'
import { money, priceText } from './amounts.ts'
import { CardShell, privately } from './shell.tsx'
import { dictionary } from './words.ts'

type Tried = { problem: Problem; words: string }
type About = { kind: 'slips' | 'lines'; id: string }

/** One slip or one payment by itself, where the household says in its own words what is not right. */
export async function notRightPage(c: HonoContext<AppEnv>, about: About, tried?: Tried) {
  const { context } = c.var
  const { actor, locale } = context
  if (actor.kind !== 'household') return c.redirect(href(locale, '/card'), 303)
  const text = dictionary[locale]
  const facts = about.kind === 'slips' ? await slipFacts(c, actor.householdId, about.id) : await lineFacts(c, actor.householdId, about.id)
  privately(c)
  return c.html(
    <CardShell c={c} title={text.notRight}>
      <h1>{facts.title}</h1>
      <ul class="box">
        {facts.rows.map((row) => (
          <li>{row}</li>
        ))}
      </ul>
      <p>
        <a href={href(locale, `/card/${about.kind}/${about.id}/proof`)}>{proof[locale].proof}</a>
        {' · '}
        <a href={href(locale, '/verify')}>{proof[locale].verifyLink}</a>
      </p>
      <form method="post">
        <OnceField />
        <p>
          <label for="words">{text.words}</label>
          <textarea id="words" name="words" rows={4} maxlength={500} required aria-describedby="hint">
            {tried?.words}
          </textarea>
          <small id="hint">{text.wordsHint}</small>
        </p>
        {tried && (
          <p class="error" role="alert">
            {tried.problem.fields?.['words']?.[locale] ?? problemWords(tried.problem, locale)}
          </p>
        )}
        <p class="say">
          <button class="no" type="submit">
            {text.sayNotRight}
          </button>
          <a class="b" href={href(locale, '/card')}>
            {text.back}
          </a>
        </p>
      </form>
    </CardShell>,
    tried ? problems[tried.problem.code].status : 200,
  )
}

async function slipFacts(c: HonoContext<AppEnv>, householdId: string, id: string) {
  const { county, locale } = c.var.context
  const text = dictionary[locale]
  const slip = found(await cardSlip(county, householdId, id))
  return {
    title: `${text.slipNumber} ${slip.number}`,
    rows: [
      <Day on={slip.deliveredOn} />,
      `${locale === 'zh' ? slip.productZh : slip.productEn} ${massWords(locale, slip.grams)}`,
      text.price(priceText(locale, slip.guaranteedFenPerKg), priceText(locale, slip.householdFenPerKg)),
      `${text.guaranteed} ${money(slip.floorDueFen)}`,
      slip.lotNumber ?? text.noLot,
    ],
  }
}

async function lineFacts(c: HonoContext<AppEnv>, householdId: string, id: string) {
  const { county, locale } = c.var.context
  const text = dictionary[locale]
  const line = found(await cardLine(county, householdId, id))
  return {
    title: `${text.lines} ${monthWords(locale, line.month)}`,
    rows: [money(line.amountFen), text.lineStates[line.status], line.answeredOn ? <Day on={line.answeredOn} /> : null],
  }
}

/** Records "not right" with its words; on refusal the words stay. */
export async function sayNotRight(c: HonoContext<AppEnv>, about: About) {
  const form = await c.req.parseBody()
  const problem = await say(c, form, about.id, 'not_right')
  if (problem) return notRightPage(c, about, { problem, words: typeof form['words'] === 'string' ? form['words'] : '' })
  return c.redirect(`${href(c.var.context.locale, '/card')}?said=not_right`, 303)
}

/** Records "right" for the slip or payment whose button was pressed. */
export async function sayRight(c: HonoContext<AppEnv>) {
  const form = await c.req.parseBody()
  const subject = form['right']
  const problem = await say(c, form, typeof subject === 'string' ? subject : '', 'right')
  if (problem) throw new Refusal(problem)
  return c.redirect(`${href(c.var.context.locale, '/card')}?said=right`, 303)
}

async function say(c: HonoContext<AppEnv>, form: Record<string, unknown>, subject: string, verdict: string): Promise<Problem | null> {
  const context = await formOnce(c, c.var.context, form)
  const about = subject.startsWith('dlv_') ? { kind: 'delivery', deliveryId: subject } : { kind: 'line', lineId: subject }
  const input = parseInput(newStatementInput, { about, verdict, words: form['words'] ?? '' })
  if (!input.ok) return input.problem
  const made = await once(context, 'county', () => makeStatement(context, input.value))
  return made.ok ? null : made.problem
}
