import type { Child } from 'hono/jsx'

export type Column<Row> = {
  label: string
  cell: (row: Row) => Child
  /** Figures: right-aligned, of one width. */
  numeric?: boolean
}

type TableProps<Row> = {
  /** What the table shows; read out, and visible unless `captionHidden`. */
  caption: string
  captionHidden?: boolean
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  /** The last line, one cell a column. */
  totals?: readonly Child[]
  /** Stay a table on phones and scroll sideways, instead of becoming one card a row. */
  dense?: boolean
}

/** Rows and columns; the first column names its row. On a phone each row becomes a card. */
export function Table<Row>({ caption, captionHidden, columns, rows, totals, dense }: TableProps<Row>) {
  const numeric = (index: number) => (columns[index]?.numeric ? 'numeric' : undefined)
  return (
    <div
      class={dense ? 'table dense' : 'table'}
      tabindex={dense ? 0 : undefined}
      role={dense ? 'group' : undefined}
      aria-label={dense ? caption : undefined}
    >
      <table>
        <caption class={captionHidden ? 'unseen' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ label }, index) => (
              <th scope="col" class={numeric(index)}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>{columns.map((column, index) => bodyCell(column, row, index === 0))}</tr>
          ))}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              {totals.map((total, index) => (
                <td class={numeric(index)} data-label={index === 0 ? undefined : columns[index]?.label}>
                  {total}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

function bodyCell<Row>({ label, cell, numeric }: Column<Row>, row: Row, heading: boolean) {
  const className = numeric ? 'numeric' : undefined
  if (heading) return <th scope="row">{cell(row)}</th>
  return (
    <td class={className} data-label={label}>
      {cell(row)}
    </td>
  )
}
