import type { Context as HonoContext } from 'hono'
import { problems, problemWords, type Problem } from '../../src/kernel/problem.ts'
import type { AppEnv } from '../../src/http/request.ts'
import { Actions, LinkButton } from './button.tsx'
import { words } from './locale.ts'
import { Page } from './page.tsx'
import { dictionary } from './words.ts'

/** A page for what went wrong, in the visitor's language; null stands for a fault of our own. */
export function renderProblem(c: HonoContext<AppEnv>, problem: Problem | null): Response | Promise<Response> {
  const { locale, requestId } = c.var.context
  if (problem?.code === 'sign_in_required' && c.req.method === 'GET') {
    return c.redirect(`${locale === 'en' ? '/en' : ''}/sign-in?next=${encodeURIComponent(c.req.path)}`, 303)
  }
  const status = problem ? problems[problem.code].status : 500
  const title = problem
    ? problemWords(problem, locale)
    : words(locale, '系统出错了，没有保存任何内容', 'Something broke on our side; nothing was saved')
  const body = (
    <Page c={c} title={title} surface="storefront">
      <div class="problem-page">
        <p class="code">{status}</p>
        <h1>{title}</h1>
        <p>{adviceOf(status, locale)}</p>
        <Actions>
          <LinkButton path="/" kind="primary">
            {words(locale, '回到首页', 'To the home page')}
          </LinkButton>
          <LinkButton path={status === 404 ? '/products' : '/sign-in'}>
            {status === 404 ? dictionary[locale].shelf : dictionary[locale].staff}
          </LinkButton>
        </Actions>
        <p class="hint">
          {words(locale, '编号', 'Reference')} {requestId}
        </p>
      </div>
    </Page>
  )
  return c.html(body, status)
}

function adviceOf(status: number, locale: 'zh' | 'en'): string {
  if (status === 404)
    return words(locale, '地址可能写错了，或者这里的内容不对您开放。', 'The address may be mistyped, or what is here is not open to you.')
  if (status === 500)
    return words(
      locale,
      '请稍后再试；如果还不行，把下面的编号告诉我们。',
      'Please try again shortly; if it stays so, tell us the reference below.',
    )
  return words(locale, '请返回上一页修改后再试。', 'Please go back, change what is needed and try again.')
}
