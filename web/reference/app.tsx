import type { Context as HonoContext } from 'hono'
import { api, apiHead } from '../../src/http/api.ts'
import { newApp, type AppEnv } from '../../src/http/request.ts'
import { problems } from '../../src/kernel/problem.ts'
import { Card } from '../components/figure.tsx'
import { Page } from '../components/page.tsx'
import { Table } from '../components/table.tsx'
import { operationsOf, schemasOf, type ApiDocument, type NamedSchema, type Operation, type Row } from './operation.ts'
import { dictionary, type Words } from './words.ts'

/** The API as a page people can read and print, made from the same document that programs read. */
export const reference = newApp().get('/reference', referencePage)

function referencePage(c: HonoContext<AppEnv>) {
  const { locale } = c.var.context
  const text = dictionary[locale]
  const document = api.getOpenAPI31Document(apiHead) as ApiDocument
  const order = Object.keys(text.tags)
  const operations = operationsOf(document).sort((a, b) => order.indexOf(a.tag) - order.indexOf(b.tag))
  const byTag = Map.groupBy(operations, ({ tag }) => tag)
  return c.html(
    <Page c={c} title={text.title} surface="storefront" description={text.lead}>
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      <ul class="bullets">
        {text.rules.map((rule) => (
          <li>{rule}</li>
        ))}
        <li>
          <a href="/api/openapi.json">{text.document}</a>
        </li>
      </ul>
      <Contents tags={[...byTag.keys()]} text={text} />
      {[...byTag].map(([tag, operations]) => (
        <section class="stack" id={tag}>
          <h2>{text.tags[tag] ?? tag}</h2>
          {operations.map((operation) => (
            <OperationCard operation={operation} text={text} />
          ))}
        </section>
      ))}
      <Shapes schemas={schemasOf(document)} text={text} />
      <Problems locale={locale} text={text} />
    </Page>,
  )
}

function Contents({ tags, text }: { tags: string[]; text: Words }) {
  return (
    <nav aria-label={text.contents} class="no-print">
      <ul class="chips">
        {tags.map((tag) => (
          <li>
            <a href={`#${tag}`}>{text.tags[tag] ?? tag}</a>
          </li>
        ))}
        <li>
          <a href="#shapes">{text.schemas}</a>
        </li>
        <li>
          <a href="#problems">{text.problems}</a>
        </li>
      </ul>
    </nav>
  )
}

function OperationCard({ operation, text }: { operation: Operation; text: Words }) {
  const { id, method, path, summary, rows, body, answers } = operation
  return (
    <article class="card" id={id}>
      <h3 class="operation">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>/api{path}</code> <span class="soft">{summary}</span>
      </h3>
      {rows.length > 0 && <Fields rows={rows} caption={summary} text={text} />}
      {body && (
        <p>
          {text.body}：<ShapeLink type={body} />
        </p>
      )}
      <ul class="answers" aria-label={text.answers}>
        {answers.map(({ status, description, schema }) => (
          <li>
            <strong>{status}</strong> {description} {schema && <ShapeLink type={schema} />}
          </li>
        ))}
      </ul>
    </article>
  )
}

function Fields({ rows, caption, text }: { rows: Row[]; caption: string; text: Words }) {
  return (
    <Table
      caption={caption}
      captionHidden
      rows={rows}
      columns={[
        { label: text.field, cell: ({ name }) => <code>{name}</code> },
        { label: text.type, cell: ({ type }) => <ShapeLink type={type} /> },
        { label: text.required, cell: ({ required }) => (required ? text.yes : '') },
        { label: text.note, cell: ({ description }) => description },
      ]}
    />
  )
}

function ShapeLink({ type }: { type: string }) {
  const name = type.replace(/\[\]$/, '')
  return /^[A-Z]\w*$/.test(name) ? (
    <a href={`#shape-${name}`}>
      <code>{type}</code>
    </a>
  ) : (
    <code>{type}</code>
  )
}

function Shapes({ schemas, text }: { schemas: NamedSchema[]; text: Words }) {
  return (
    <section class="stack" id="shapes">
      <h2>{text.schemas}</h2>
      {schemas.map(({ name, rows, type }) => (
        <article id={`shape-${name}`}>
          <Card>
            <h3>{name}</h3>
            {rows.length > 0 ? <Fields rows={rows} caption={name} text={text} /> : <code>{type}</code>}
          </Card>
        </article>
      ))}
    </section>
  )
}

function Problems({ locale, text }: { locale: 'zh' | 'en'; text: Words }) {
  return (
    <section class="stack" id="problems">
      <h2>{text.problems}</h2>
      <Table
        caption={text.problems}
        captionHidden
        rows={Object.entries(problems)}
        columns={[
          { label: text.code, cell: ([code]) => <code>{code}</code> },
          { label: text.status, cell: ([, { status }]) => status },
          { label: text.meaning, cell: ([, words]) => words[locale] },
        ]}
      />
    </section>
  )
}
