import { namesOfActors } from '../../src/identity/queries.ts'
import { payoutTrail } from '../../src/income/trail/queries.ts'
import { yuan } from '../../src/kernel/money.ts'
import type { Context } from '../../src/platform/context.ts'
import { Moment } from '../components/amount.tsx'
import { Card } from '../components/figure.tsx'
import { Table } from '../components/table.tsx'
import { accountWords } from './account-words.ts'

/** Who sent a settlement to the bank, and who brought in what the bank answered. */
export async function PayoutTrail({ context, settlementId }: { context: Context; settlementId: string }) {
  const text = accountWords[context.locale]
  const { file, answers } = await payoutTrail(context.county, settlementId)
  if (!file) return null
  const people = await namesOfActors(context.market, [file.madeBy, ...answers.map(({ importedBy }) => importedBy)])
  const sent = { what: text.sent(file.lines, yuan(file.totalFen)), by: file.madeBy, atMs: file.madeAtMs, digest: file.fileSha256 }
  const brought = answers.map(({ format, paid, failed, paidFen, importedBy, atMs, answerSha256 }) => {
    return { what: text.brought(format, paid, yuan(paidFen), failed), by: importedBy, atMs, digest: answerSha256 }
  })
  return (
    <Card title={text.trail}>
      <Table
        caption={text.trail}
        captionHidden
        rows={[sent, ...brought]}
        columns={[
          { label: text.deed, cell: ({ what }) => what },
          { label: text.by, cell: ({ by }) => people.get(by) ?? text.system },
          { label: text.at, cell: ({ atMs }) => <Moment at={atMs} /> },
          { label: text.digest, cell: ({ digest }) => <code>{digest.slice(0, 12)}</code> },
        ]}
      />
    </Card>
  )
}
