import { maskName } from '../../src/household/mask.ts'
import { namesOf } from '../../src/household/vault/queries.ts'
import { localMinute } from '../../src/kernel/time.ts'
import { boardLines } from '../../src/settlement/queries.ts'
import { Money, monthWords } from '../components/amount.tsx'
import { Actions, LinkButton } from '../components/button.tsx'
import { words } from '../components/locale.ts'
import { Table } from '../components/table.tsx'
import { ConsolePage, newConsole } from './console.tsx'
import { ownSettlement } from './settlement-page.tsx'
import { settlementWords } from './settlement-words.ts'

/** The sheet for the village boards: every household's amount, names masked; made to be printed. */
export const settlementBoard = newConsole()

settlementBoard.get('/settlements/:id/board', async (c) => {
  const { context, organisation } = c.var
  const { locale } = context
  const text = settlementWords[locale]
  const settlement = await ownSettlement(c)
  const lines = await boardLines(context.county, settlement.id)
  const names = await namesOf(
    context,
    lines.map(({ householdId }) => householdId),
  )
  const title = text.boardTitle(words(locale, organisation.nameZh, organisation.nameEn), monthWords(locale, settlement.month))
  const { noticeFromMs, noticeUntilMs } = settlement
  return c.html(
    <ConsolePage c={c} title={text.board} wide island="print">
      <h1>{title}</h1>
      {noticeFromMs && noticeUntilMs && <p>{text.boardPeriod(localMinute(noticeFromMs), localMinute(noticeUntilMs))}</p>}
      <p class="hint">{text.boardNote}</p>
      <Table
        caption={title}
        captionHidden
        dense
        rows={lines}
        columns={[
          { label: text.village, cell: ({ villageZh, villageEn }) => words(locale, villageZh, villageEn) },
          { label: text.name, cell: ({ householdId }) => maskName(names.get(householdId) ?? householdId) },
          { label: text.share, cell: ({ shareFen }) => <Money fen={shareFen} />, numeric: true },
          { label: text.guarantee, cell: ({ guaranteeFen }) => <Money fen={guaranteeFen} />, numeric: true },
          ...(lines.some(({ creditFen }) => creditFen > 0)
            ? [{ label: text.credit, cell: ({ creditFen }: { creditFen: number }) => <Money fen={creditFen} />, numeric: true }]
            : []),
          { label: text.amount, cell: ({ amountFen }) => <Money fen={amountFen} />, numeric: true },
        ]}
      />
      <Actions>
        <button type="button" class="button primary" data-print hidden>
          {text.print}
        </button>
        <LinkButton path={`/coop/settlements/${settlement.id}`}>{text.settlements}</LinkButton>
      </Actions>
    </ConsolePage>,
  )
})
