import { statusOf } from '../../src/http/request.ts'
import { importAnswer } from '../../src/income/commands.ts'
import { answerInput } from '../../src/income/input.ts'
import { yuan } from '../../src/kernel/money.ts'
import { problemWords } from '../../src/kernel/problem.ts'
import type { Result } from '../../src/kernel/result.ts'
import type { Context } from '../../src/platform/context.ts'
import { parseInput } from '../../src/platform/input.ts'
import { answerText } from '../../src/settlement/answer-text.ts'
import { payoutDownload, payoutFormats, type PayoutFormat } from '../../src/settlement/payout/queries.ts'
import type { findPayoutFile } from '../../src/settlement/queries.ts'
import { Actions, LinkButton } from '../components/button.tsx'
import { useLocale } from '../components/locale.ts'
import { Notice } from '../components/notice.tsx'
import { Breadcrumb } from '../components/navigation.tsx'
import { ConsolePage, newConsole, type ConsoleContext } from './console.tsx'
import { payoutWords } from './payout-words.ts'
import { ownSettlement } from './settlement-page.tsx'

/** The payout file of a settlement in every format there is. */
export const settlementFiles = newConsole()

settlementFiles.get('/settlements/:id/files/:kind', async (c) => {
  const { id, kind } = c.req.param()
  await ownSettlement(c)
  const format = payoutFormats.find((each) => each === kind)
  if (!format) return c.notFound()
  const file = await payoutDownload(c.var.context, id, format)
  if (!file.ok) return refusedPage(c, format, file.problem)
  return c.body(file.value.bytes, 200, {
    'content-type': file.value.mediaType,
    'content-disposition': `attachment; filename="${file.value.name}"`,
    'cache-control': 'no-store',
  })
})

function refusedPage(c: ConsoleContext, format: PayoutFormat, problem: Extract<Result<unknown>, { ok: false }>['problem']) {
  const { locale } = c.var.context
  const text = payoutWords[locale]
  const path = `/coop/settlements/${c.req.param('id')}`
  return c.html(
    <ConsolePage c={c} title={text.files}>
      <Breadcrumb crumbs={[{ label: text.files, path }, { label: text.formats[format] }]} />
      <h1>{text.formats[format]}</h1>
      <Notice tone="bad" title={problemWords(problem, locale)} />
      <FileLinks path={path} />
    </ConsolePage>,
    statusOf(problem),
  )
}

/** Takes the bank's answer from the form: a sheet in UTF-8 or GBK, or a pain.002 report. */
export async function sentAnswer(context: Context, settlementId: string, form: Record<string, unknown>): Promise<Result<string>> {
  const file = form['answer']
  const text = answerText(file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array())
  if (!text.ok) return text
  const input = parseInput(answerInput, { answer: text.value })
  return input.ok ? importAnswer(context, settlementId, input.value) : input
}

type FilesProps = { file: Awaited<ReturnType<typeof findPayoutFile>>; path: string }

/** What went to the bank: control totals and the file in each format. */
export function Files({ file, path }: FilesProps) {
  const text = payoutWords[useLocale()]
  if (!file) return null
  return (
    <>
      <p class="hint">{text.controls(file.lines, yuan(file.totalFen))}</p>
      <p class="hint">
        {text.digest} <code title={file.fileSha256}>{file.fileSha256.slice(0, 16)}</code>
      </p>
      <FileLinks path={path} />
      <p class="hint">{text.noSheet}</p>
    </>
  )
}

function FileLinks({ path }: { path: string }) {
  const { formats } = payoutWords[useLocale()]
  return (
    <Actions>
      {payoutFormats.map((format) => (
        <LinkButton path={`${path}/files/${format}`}>{formats[format]}</LinkButton>
      ))}
    </Actions>
  )
}
