/**
 * Every way to be refused: one stable code, one HTTP status, its words in both languages. `{name}` is filled from the
 * problem's facts. `unique` names the columns whose UNIQUE failure means this problem.
 */
type Definition = { status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503; zh: string; en: string; unique?: string }

export const problems = {
  // anywhere
  invalid_input: { status: 422, zh: '有内容需要修改', en: 'Some of what was entered needs changing' },
  sign_in_required: { status: 401, zh: '请先登录', en: 'Please sign in first' },
  forbidden: { status: 403, zh: '您没有办理此事的权限', en: 'You are not allowed to do this' },
  not_found: { status: 404, zh: '没有找到', en: 'Not found' },
  idempotency_key_missing: { status: 400, zh: '缺少 Idempotency-Key', en: 'The Idempotency-Key header is missing' },
  idempotency_key_reused: {
    status: 409,
    zh: '同一编号已用于另一份内容，请刷新后重试',
    en: 'This key was already used with other content; reload and try again',
  },
  idempotency_key_taken: {
    status: 409,
    zh: '正在办理，请稍候',
    en: 'Already being done; try again in a moment',
    unique: 'idempotency_keys.actor, idempotency_keys.route, idempotency_keys.key',
  },
  origin_refused: { status: 403, zh: '请求来自别的网站，已拒绝', en: 'The request came from another site and was refused' },
  too_many_tries: { status: 429, zh: '尝试次数过多，请 {minutes} 分钟后再试', en: 'Too many tries; please wait {minutes} minutes' },
  file_too_large: { status: 413, zh: '文件超过 {megabytes} MB', en: 'The file is larger than {megabytes} MB' },
  file_type_refused: { status: 422, zh: '不接受这种文件', en: 'This kind of file is not accepted' },
  busy_try_again: { status: 409, zh: '同时办理的人较多，请再试一次', en: 'Others were changing the same thing; please try again' },
  configuration_missing: { status: 503, zh: '尚未配置：{names}', en: 'Not configured yet: {names}' },

  // identity
  sign_in_failed: { status: 401, zh: '用户名或密码不对', en: 'The user name or password is wrong' },
  username_taken: { status: 409, zh: '用户名已被使用', en: 'This user name is taken', unique: 'users.username' },
  setup_done: { status: 409, zh: '初始设置已经完成', en: 'The first set-up is already done' },

  // household, organisation

  // contract

  // intake
  not_a_member: { status: 409, zh: '该农户在 {date} 不是本社成员', en: 'This household was not a member on {date}' },
  contract_not_in_force: { status: 409, zh: '协议在 {date} 没有生效', en: 'The contract was not in force on {date}' },
  price_below_floor: {
    status: 409,
    zh: '收购价 ¥{price} 低于保底价 ¥{floor}/公斤',
    en: 'The price ¥{price} is below the floor of ¥{floor}/kg',
  },
  grade_not_in_contract: {
    status: 409,
    zh: '协议里没有这个品种和等级的保底价',
    en: 'The contract has no floor price for this product and grade',
  },
  weight_impossible: {
    status: 409,
    zh: '净重必须大于 0，且一次不超过 {limit} 公斤',
    en: 'Net weight must be above 0 and at most {limit} kg at a time',
  },
  weight_beyond_land: {
    status: 409,
    zh: '超过该户登记面积一季可能的产量（{limit} 公斤）',
    en: 'More than this household’s registered land can yield in a season ({limit} kg)',
  },
  delivered_in_future: { status: 409, zh: '交货日期不能晚于今天', en: 'The delivery date cannot be after today' },
  slip_in_lot: {
    status: 409,
    zh: '磅单已编入批次 {lot}，暂时不能冲销',
    en: 'The slip is already in lot {lot} and cannot be reversed for now',
  },
  slip_reversed: { status: 409, zh: '磅单已冲销', en: 'The slip has been reversed' },

  // lot

  // catalogue

  // order

  // payment, proceeds

  // settlement

  // income, statements
} as const satisfies Record<string, Definition>

export type ProblemCode = keyof typeof problems

export type Problem = {
  code: ProblemCode
  facts: Record<string, string | number>
  field?: string
  /** For invalid input: one message code or sentence per field. */
  fields?: Record<string, { zh: string; en: string }>
}

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(problems, text)
}

/** The problem's words with its facts filled in. */
export function problemWords(problem: Problem, locale: 'zh' | 'en'): string {
  return problems[problem.code][locale].replace(/\{(\w+)\}/g, (_, name: string) => String(problem.facts[name] ?? '—'))
}
