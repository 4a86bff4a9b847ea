/**
 * Every way to be refused: one stable code, one HTTP status, its words in both languages. `{name}` is filled from the
 * problem's facts. `unique` names the columns whose UNIQUE failure means this problem.
 */
type Definition = { status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503; zh: string; en: string; unique?: string }

export const problems = {
  // anywhere
  invalid_input: { status: 422, zh: '有内容需要修改', en: 'Some of what was entered needs changing' },
  malformed_body: { status: 400, zh: '内容无法读取', en: 'The body could not be read' },
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
  code_wrong: { status: 401, zh: '验证码不对或已过期', en: 'The code is wrong or has expired' },
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
    zh: '磅单 {number} 已编入批次，暂时不能冲销',
    en: 'Slip {number} is already in a lot and cannot be reversed for now',
  },
  slip_reversed: { status: 409, zh: '磅单 {number} 已冲销', en: 'Slip {number} has been reversed' },
  slip_numbers_used_up: {
    status: 409,
    zh: '当天的磅单号已用完（每天 9999 张）',
    en: 'The slip numbers of this day are used up (9,999 a day)',
    unique: 'deliveries.organisation_id, deliveries.number',
  },

  // lot
  lot_empty: { status: 422, zh: '请至少选择一张磅单', en: 'Choose at least one slip' },
  slip_pooled: {
    status: 409,
    zh: '磅单 {number} 已在另一批次中',
    en: 'Slip {number} is already in another lot',
    unique: 'lot_origins.delivery_id',
  },
  slip_does_not_fit_lot: {
    status: 409,
    zh: '磅单 {number} 与 {first} 的产品、等级或协议版本不同，不能编入同一批次',
    en: 'Slip {number} differs from {first} in product, grade or contract version and cannot share a lot with it',
  },
  lot_numbers_used_up: {
    status: 409,
    zh: '当天的批次号已用完（每天 999 个）',
    en: 'The lot numbers of this day are used up (999 a day)',
    unique: 'lots.organisation_id, lots.number',
  },
  lot_frozen: { status: 409, zh: '批次已固定，不能再加入磅单', en: 'The lot is frozen; no slip can be added' },
  lot_closed: { status: 409, zh: '批次 {lot} 已关闭', en: 'Lot {lot} is closed' },
  lot_overdrawn: {
    status: 409,
    zh: '批次只剩 {left} 公斤，不够 {wanted} 公斤',
    en: 'Only {left} kg are left in the lot, not {wanted} kg',
  },
  pack_taken: {
    status: 409,
    zh: '这个产品和等级已有同样净重的规格',
    en: 'This product and grade already has a pack of this weight',
    unique: 'packs.organisation_id, packs.product_id, packs.grade, packs.pack_grams',
  },
  grade_not_in_product: { status: 409, zh: '这个产品没有该等级', en: 'This product has no such grade' },
  pack_does_not_fit_lot: {
    status: 409,
    zh: '这个规格不属于该批次的产品和等级',
    en: 'This pack is not of the product and grade of the lot',
  },
  packed_on_impossible: {
    status: 409,
    zh: '包装日期应在 {from} 至 {until} 之间',
    en: 'The packing day must lie between {from} and {until}',
  },
  pack_lot_oversold: {
    status: 409,
    zh: '只剩 {free} 件，不够 {wanted} 件',
    en: 'Only {free} packs are free, not {wanted}',
  },

  // catalogue

  // order
  basket_empty: { status: 422, zh: '请先选择要买的商品', en: 'Choose something to buy first' },
  offer_gone: {
    status: 409,
    zh: '有商品已经下架，请从购物篮里移除',
    en: 'Something is no longer on sale; please take it out of the basket',
  },
  stock_short: { status: 409, zh: '“{name}”只剩 {left} 件', en: 'Only {left} of “{name}” are left' },
  price_changed: {
    status: 409,
    zh: '价格有变动，现在合计 ¥{total}，请核对后再提交',
    en: 'Prices have changed: the total is now ¥{total}. Please check and submit again',
  },
  not_delivered_there: { status: 422, zh: '“{name}”不能寄到{province}', en: '“{name}” cannot be sent to {province}' },
  order_status_moved: { status: 409, zh: '订单状态已变，请刷新后再看', en: 'The order has moved on; please reload' },
  checkout_status_moved: { status: 409, zh: '结算单状态已变，请刷新后再看', en: 'The checkout has moved on; please reload' },
  order_not_paid: { status: 409, zh: '订单还没有付款', en: 'The order has not been paid' },
  order_shipped: {
    status: 409,
    zh: '订单已发货，不能取消；收到后可以申请售后',
    en: 'The order is on its way and cannot be cancelled; after receipt you can make a claim',
  },
  order_not_shipped: { status: 409, zh: '订单还没有发货', en: 'The order has not been shipped' },
  order_not_received: { status: 409, zh: '请先确认收货，再申请售后', en: 'Please confirm receipt before making a claim' },
  order_final: { status: 409, zh: '售后期已过，订单已完结', en: 'The after-sales window is over and the order is final' },
  claim_window_over: { status: 409, zh: '售后申请已于 {until} 截止', en: 'Claims could be made until {until}' },
  claim_open_already: {
    status: 409,
    zh: '这件商品已有一个处理中的售后申请',
    en: 'A claim about this item is already being looked at',
    unique: 'claims.order_id, claims.line',
  },
  claim_decided: { status: 409, zh: '这个售后申请已经处理', en: 'This claim has already been decided' },
  refund_above_line: { status: 422, zh: '最多还能退 {units} 件', en: 'At most {units} more can be refunded' },
  order_not_found: {
    status: 404,
    zh: '没有找到这个订单，请核对订单号和手机尾号',
    en: 'No such order; please check its number and the last digits of the phone',
  },
  tracking_unreadable: { status: 422, zh: '没有读到可用的快递单号', en: 'No tracking number could be read' },

  // payment, proceeds
  payment_event_known: { status: 409, zh: '这个支付通知已经处理', en: 'This payment event is already known' },
  payment_closed: { status: 409, zh: '这笔支付已经结束', en: 'This payment is already closed' },
  refund_sent: { status: 409, zh: '这笔退款已经退出', en: 'This refund has already been sent' },

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
