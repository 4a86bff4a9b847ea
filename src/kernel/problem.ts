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
  village_unknown: { status: 422, zh: '没有代码为 {code} 的村', en: 'There is no village with code {code}' },
  id_number_taken: {
    status: 409,
    zh: '这个身份证号已登记在另一户',
    en: 'This identity number is already registered with another household',
    unique: 'identities.id_number_hmac',
  },
  card_not_valid: { status: 404, zh: '户卡无效或已换发新卡', en: 'This card is not valid, or a newer one has replaced it' },
  card_missing: { status: 409, zh: '该户还没有户卡', en: 'This household has no card yet' },
  pin_wrong: { status: 401, zh: '密码不对，还可再试 {left} 次', en: 'The PIN is wrong; {left} tries left' },
  card_locked: {
    status: 401,
    zh: '密码错了五次，户卡已锁，请到合作社或乡镇换发新卡',
    en: 'Five wrong PINs have locked this card; ask the cooperative or the township for a new one',
  },
  card_shown_once: {
    status: 409,
    zh: '这张卡已制好，密码只显示一次；没有记下请再制一张',
    en: 'This card was made already and its PIN is shown only once; make another if it was not noted',
  },
  village_outside: { status: 422, zh: '村 {code} 不在这次导入的范围内', en: 'Village {code} lies outside this import' },
  household_elsewhere: {
    status: 422,
    zh: '该户登记在别处，请先办理迁出',
    en: 'This household is registered elsewhere and must be transferred first',
  },
  name_invalid: { status: 422, zh: '户主姓名不正确', en: 'The name of the head of household is not valid' },
  id_number_invalid: { status: 422, zh: '身份证号或校验位不正确', en: 'The identity number or its check digit is wrong' },
  id_number_repeated: { status: 422, zh: '与第 {line} 行身份证号重复', en: 'The same identity number as on line {line}' },
  phone_invalid: { status: 422, zh: '手机号应为 11 位', en: 'A mobile number has 11 digits' },
  bank_account_invalid: {
    status: 422,
    zh: '银行账号应为 8 至 25 位数字，并写明开户行',
    en: 'A bank account has 8 to 25 digits and its bank’s name',
  },
  status_unknown: { status: 422, zh: '没有这种建档立卡状态', en: 'There is no such registry status' },
  date_invalid: { status: 422, zh: '日期不正确', en: 'This is not a date' },
  roster_unreadable: { status: 422, zh: '文件不是可读的 CSV（UTF-8 或 GB18030）', en: 'The file is not readable CSV in UTF-8 or GB18030' },
  roster_headings: { status: 422, zh: '第一行缺少这些列：{columns}', en: 'The first line lacks these columns: {columns}' },
  roster_too_long: { status: 413, zh: '一次最多 {limit} 行', en: 'At most {limit} lines at a time' },
  roster_empty: { status: 422, zh: '文件里没有农户', en: 'The file lists no household' },
  import_applied: { status: 409, zh: '这次导入已经完成', en: 'This import has already been applied' },
  import_stale: { status: 409, zh: '预览之后登记有变动，请重新上传', en: 'The registry changed after the preview; upload the file again' },
  workers_above_people: { status: 422, zh: '劳动力不能多于家庭人口', en: 'There cannot be more workers than people' },
  people_out_of_range: { status: 422, zh: '家庭人口应为 1 至 30 人', en: 'A household has 1 to 30 people' },
  status_out_of_order: {
    status: 409,
    zh: '状态日期须晚于已登记的 {date}',
    en: 'The date of the status must be after {date}, the latest one recorded',
  },
  division_unknown: { status: 422, zh: '没有代码为 {code} 的行政区划', en: 'There is no division with code {code}' },
  credit_code_taken: {
    status: 409,
    zh: '这个统一社会信用代码已登记',
    en: 'An organisation with this credit code exists',
    unique: 'organisations.credit_code',
  },
  already_member: { status: 409, zh: '该户在这段时间已是本社成员', en: 'This household already is a member in that time' },
  member_number_taken: {
    status: 409,
    zh: '成员编号已被使用',
    en: 'This member number is taken',
    unique: 'members.organisation_id, members.number',
  },
  not_a_member_now: { status: 409, zh: '该户现在不是本社成员', en: 'This household is not a member now' },

  // contract
  split_not_whole: { status: 422, zh: '三方分成合计须为 100%', en: 'The three parts must add up to 100%' },
  contract_frozen: {
    status: 409,
    zh: '协议已签，不能再改；请另立新版本',
    en: 'The contract is signed and cannot change; make a new version',
  },
  contract_without_prices: { status: 409, zh: '协议还没有保底价', en: 'The contract has no floor price yet' },
  signed_by_maker: { status: 409, zh: '拟定协议的人不能自己签核', en: 'Whoever made the contract cannot sign it off' },
  contract_already_signed: { status: 409, zh: '协议已经签核', en: 'The contract is already signed' },
  contract_not_signed: { status: 409, zh: '协议还没有签核', en: 'The contract is not signed yet' },
  contract_terminated: { status: 409, zh: '协议已终止', en: 'The contract has already been terminated' },
  termination_in_past: { status: 422, zh: '终止日期不能早于今天', en: 'A contract cannot end before today' },
  contract_version_taken: {
    status: 409,
    zh: '刚刚有人添加了新版本，请重试',
    en: 'Somebody has just added a version; try again',
    unique: 'contract_versions.contract_id, contract_versions.version',
  },
  party_unknown: { status: 422, zh: '没有这个经营主体', en: 'There is no such organisation' },
  enterprise_missing: { status: 422, zh: '龙头企业有分成时必须指明企业', en: 'Name the enterprise that receives a part' },
  grade_unknown: { status: 422, zh: '没有这个产品或等级', en: 'There is no such product or grade' },
  member_number_unknown: { status: 422, zh: '没有这些成员编号：{numbers}', en: 'There are no members with these numbers: {numbers}' },
  person_not_registered: {
    status: 404,
    zh: '这个身份证号没有登记为户主，请先由乡镇登记',
    en: 'No household is registered under this identity number; the township registers it first',
  },
  household_not_member: { status: 422, zh: '名单里有 {count} 户不是本社成员', en: '{count} households on the list are not members' },
  market_price_taken: { status: 409, zh: '当天的参考价已登记', en: 'The reference price of that day is already recorded' },
  market_price_in_future: { status: 422, zh: '参考价日期不能晚于今天', en: 'A reference price cannot be of a day to come' },
  product_taken: { status: 409, zh: '产品代号已被使用', en: 'This product id is taken', unique: 'products.id' },

  // intake
  not_a_member: { status: 409, zh: '该农户在 {date} 不是本社成员', en: 'This household was not a member on {date}' },
  contract_not_in_force: { status: 409, zh: '协议在 {date} 没有生效', en: 'The contract was not in force on {date}' },
  household_not_bound: { status: 409, zh: '这户不在该协议的名单上', en: 'This household is not on the contract’s list' },
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
  correction_open: {
    status: 409,
    zh: '这张磅单已有一条更正在办或已更正',
    en: 'This slip has a correction already',
    unique: 'slip_corrections.delivery_id',
  },
  correction_decided: { status: 409, zh: '这条更正已经有人处理了', en: 'This correction has been decided already' },
  correction_undecided: { status: 409, zh: '这条更正还没有人核准', en: 'Nobody has approved this correction yet' },
  correction_by_proposer: {
    status: 409,
    zh: '提出更正的人不能自己核准，请另一位负责人处理',
    en: 'Whoever proposed a correction cannot decide it; ask a second person',
  },
  correction_changes_nothing: { status: 422, zh: '和原磅单一样，没有要更正的', en: 'This says what the slip says already' },
  lot_without_weight: { status: 409, zh: '批次里至少要留一张磅单', en: 'At least one slip must stay in the lot' },
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
  lot_money_full: { status: 409, zh: '这一批次的销售额已满 1 亿元，不能再卖', en: 'The sales of this lot have reached 100 million yuan' },
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
  product_unknown: { status: 422, zh: '没有这个产品和等级', en: 'There is no such product and grade' },
  freight_rule_unknown: { status: 422, zh: '请选择本社的运费规则', en: 'Choose a freight rule of your own organisation' },
  pack_does_not_fit_offer: {
    status: 409,
    zh: '这个规格不属于该商品的产品和等级',
    en: 'This pack is not of the product and grade of the offer',
  },
  pack_priced_twice: {
    status: 422,
    zh: '同一规格只能定一个价',
    en: 'One pack has two prices',
    unique: 'offer_packs.offer_id, offer_packs.pack_id',
  },
  offer_published: { status: 409, zh: '商品已经上架', en: 'The offer is already on sale' },
  offer_not_published: { status: 409, zh: '商品没有在售', en: 'The offer is not on sale' },
  offer_without_stock: {
    status: 409,
    zh: '还没有可卖的包装，请先把批次包装入库',
    en: 'Nothing is packed for this offer yet; pack a lot first',
  },
  pack_on_sale_elsewhere: {
    status: 409,
    zh: '其中的规格已在另一件商品上架，一个规格只能有一个售价',
    en: 'A pack of it is already on sale in another offer; a pack has one price only',
  },

  // order
  basket_empty: { status: 422, zh: '请先选择要买的商品', en: 'Choose something to buy first' },
  offer_gone: {
    status: 409,
    zh: '有商品已经下架，请从购物篮里移除',
    en: 'Something is no longer on sale; please take it out of the basket',
  },
  stock_short: { status: 409, zh: '“{name}”只剩 {left} 件', en: 'Only {left} of “{name}” are left' },
  fresh_not_agreed: {
    status: 422,
    zh: '请勾选：生鲜商品不适用七日无理由退货',
    en: 'Please tick: fresh goods cannot be returned without a reason',
  },
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

  order_disputed: {
    status: 409,
    zh: '买家已向银行提出争议，银行裁定之前不能退款',
    en: 'The buyer disputes this payment with their bank; nothing can be refunded until the bank decides',
  },
  nothing_to_refund: {
    status: 409,
    zh: '这部分货款已经退回给买家，没有可退的金额',
    en: 'The money for this has already gone back to the buyer; nothing is left to refund',
  },

  // payment, proceeds
  payment_event_known: { status: 409, zh: '这个支付通知已经处理', en: 'This payment event is already known' },
  payment_closed: { status: 409, zh: '这笔支付已经结束', en: 'This payment is already closed' },
  reconciled_already: { status: 409, zh: '今天已经对过账', en: 'This day was already reconciled' },
  payment_unavailable: {
    status: 503,
    zh: '支付通道暂时没有回应，没有扣款；请稍后再试',
    en: 'The payment provider does not answer just now and nothing was charged; please try again soon',
  },
  payment_received: { status: 409, zh: '这笔订单已经付款，正在入账', en: 'This order has been paid; the payment is being booked' },
  payment_pending: {
    status: 409,
    zh: '付款正在处理，暂时不能取消；结果出来后会显示在这里',
    en: 'A payment is on its way, so this cannot be cancelled now; the outcome will show here',
  },
  payment_amount_differs: {
    status: 409,
    zh: '支付金额与应付不符：收到 {paid} 分，应付 {due} 分',
    en: 'The amount paid is not the amount due: {paid} fen instead of {due}',
  },
  payment_event_altered: {
    status: 409,
    zh: '同一编号的支付通知内容不同，没有受理',
    en: 'A payment event came again with another content and was not accepted',
  },
  webhook_refused: {
    status: 400,
    zh: '通知的签名不对或已过期',
    en: 'The signature of this notification is wrong or too old',
  },
  stock_gone: { status: 409, zh: '货已不在，不能再供应', en: 'The goods are gone and can no longer be supplied' },
  order_returned: { status: 409, zh: '订单已关闭，款项原路退回', en: 'The order is closed and its money goes back' },
  refund_not_failed: { status: 409, zh: '这笔退款没有失败，不用重退', en: 'This refund has not failed; there is nothing to send again' },
  refund_sent: { status: 409, zh: '这笔退款已经退出', en: 'This refund has already been sent' },

  // settlement
  settlement_taken: {
    status: 409,
    zh: '这个月已经有结算了',
    en: 'There already is a settlement for this month',
    unique: 'settlements.organisation_id, settlements.kind, settlements.month',
  },
  settlement_open: {
    status: 409,
    zh: '上一次结算还没有结束，请先办结',
    en: 'An earlier settlement is still open; finish it first',
    unique: 'settlements.organisation_id, settlements.kind',
  },
  settlement_in_future: { status: 409, zh: '{month} 还没有到，不能结算', en: '{month} has not come yet and cannot be settled' },
  settlement_status_moved: {
    status: 409,
    zh: '结算现在的状态不能这样办理，请刷新后查看',
    en: 'The settlement is no longer at this step; reload to see where it is',
  },
  line_status_moved: { status: 409, zh: '这条明细已经办理过', en: 'This line has already been dealt with' },
  approved_by_maker: {
    status: 409,
    zh: '制表人不能审批自己的结算，请换一个人',
    en: 'Whoever made a settlement cannot approve it; someone else must',
  },
  notice_running: { status: 409, zh: '公示到 {until} 才满期，之后才能审批', en: 'The notice runs until {until}; approve it after that' },
  notice_too_short: { status: 409, zh: '公示至少要 7 天', en: 'The notice must run for at least 7 days' },
  account_overdrawn: {
    status: 409,
    zh: '账户余额不够，这样记账会成为负数',
    en: 'An account does not hold enough for this; it would fall below zero',
  },
  line_held: { status: 409, zh: '有农户说“不对”的明细还没有处理，已暂缓', en: 'A line somebody called “not right” is being held; reload' },
  nothing_to_export: { status: 409, zh: '没有可以发放的明细', en: 'There is no line that can be paid out' },
  contract_running: {
    status: 409,
    zh: '协议还没有到期，先从以后的结算里抵扣',
    en: 'The contract is still running; it is set off against later settlements first',
  },
  lots_open: {
    status: 409,
    zh: '协议还有批次没有办结，卖完后还会有货款',
    en: 'A lot of the contract is not closed yet; its sales would still be due',
  },
  nothing_to_write_off: { status: 409, zh: '没有多付的款要核销', en: 'Nothing was paid beyond what is due' },
  reserve_reference_taken: { status: 409, zh: '这笔银行流水已经记过', en: 'This bank reference has been recorded already' },
  reserve_short: {
    status: 409,
    zh: '退款准备金只有 ¥{reserve}，不够本主体要垫付的款（此前已垫付 ¥{fronted}）；请先存入准备金',
    en: 'The refund reserve holds ¥{reserve}, less than the organisation must lay out (¥{fronted} before this); pay into it first',
  },
  answers_missing: {
    status: 409,
    zh: '还有 {lines} 条已送银行、没有结果，等银行答复后才能办结',
    en: '{lines} lines went to the bank and have no answer yet; close after the bank has answered',
  },
  answer_unreadable: { status: 422, zh: '回盘文件第 {row} 行读不懂：{what}', en: 'Row {row} of the answer cannot be read: {what}' },
  answer_unknown_line: { status: 409, zh: '回盘文件第 {row} 行不是这一批的明细', en: 'Row {row} of the answer is not a line of this file' },
  answer_altered: {
    status: 409,
    zh: '回盘文件第 {row} 行与发出的金额或已有结果不一致，整份未导入',
    en: 'Row {row} of the answer differs from the amount sent or the result already known; nothing was imported',
  },
  bank_reference_taken: {
    status: 409,
    zh: '这个银行流水号已经登记过',
    en: 'This bank reference has been recorded before',
    unique: 'guarantee_payments.bank_reference',
  },
  paid_in_future: { status: 409, zh: '付款日期不能晚于今天', en: 'The payment date cannot be after today' },
  slip_settled: { status: 409, zh: '磅单已经结算，暂时不能冲销', en: 'The slip has been settled and cannot be reversed for now' },

  // inputs on credit
  inputs_not_in_contract: {
    status: 409,
    zh: '协议没有约定赊领物资，不能赊给农户',
    en: 'The contract foresees no inputs on credit, so none can be handed out under it',
  },
  handed_in_future: { status: 409, zh: '发放日期不能晚于今天', en: 'The day of handing out cannot be after today' },
  signed_list_missing: {
    status: 422,
    zh: '要有农户自己的密码，或者签字领条的照片',
    en: 'It takes the household’s own PIN, or a photo of its signature on the list',
  },
  input_reversed: { status: 409, zh: '这笔物资已经冲销', en: 'These inputs have been reversed already' },
  input_reversed_by_recorder: {
    status: 409,
    zh: '登记的人不能自己冲销，请换一个人',
    en: 'Whoever recorded it cannot reverse it; someone else must',
  },
  input_deducted: {
    status: 409,
    zh: '这笔物资已在结算中扣抵，不能冲销',
    en: 'A settlement has deducted for these inputs already; they cannot be reversed',
  },

  // surplus
  surplus_below_law: {
    status: 422,
    zh: '按交易量返还不得低于可分配盈余的 60%（农民专业合作社法第四十四条）',
    en: 'At least 60% of the distributable surplus goes back by trade volume (Law on Farmers’ Cooperatives, art. 44)',
  },
  surplus_nothing: { status: 422, zh: '提取公积金后没有可分配的盈余', en: 'Nothing is left to distribute after the reserve' },
  surplus_without_trade: {
    status: 409,
    zh: '{year} 年没有成员交货，没有交易量可以返还',
    en: 'No member delivered in {year}: there is no trade to return by',
  },
  surplus_only_cooperative: { status: 409, zh: '只有合作社按交易量返还盈余', en: 'Only a cooperative returns its surplus by trade volume' },
  surplus_year_running: {
    status: 409,
    zh: '{year} 年还没有结束，不能分配盈余',
    en: '{year} is not over yet; its surplus cannot be distributed',
  },
  surplus_year_taken: { status: 409, zh: '{year} 年的盈余已经分配过', en: 'The surplus of {year} has been distributed already' },
  surplus_short: {
    status: 409,
    zh: '盈余专户还差 ¥{short}，请先登记存入',
    en: '¥{short} is missing in the surplus account; record its deposit first',
  },
  surplus_all_paid: { status: 409, zh: '以前的返还没有退回的款项', en: 'Nothing of earlier returns has come back unpaid' },
  surplus_reference_taken: {
    status: 409,
    zh: '这个银行流水号已经登记过',
    en: 'This bank reference has been recorded before',
    unique: 'surplus_deposits.bank_reference',
  },
  capital_in_future: { status: 409, zh: '日期不能晚于今天', en: 'The date cannot be after today' },

  // payout
  account_change_pending: {
    status: 409,
    zh: '这户已有一笔账户变更在等待生效，先撤销那一笔再办',
    en: 'A change of this household’s account is already waiting; cancel that one first',
  },
  account_cooling: { status: 409, zh: '账户变更要等 72 小时才生效', en: 'A changed account comes into force after 72 hours' },
  account_in_force: {
    status: 409,
    zh: '这笔变更已经生效，不能撤销；请再办一次变更',
    en: 'The change is in force and cannot be cancelled; enter another one',
  },
  account_change_cancelled: { status: 409, zh: '这笔变更已经撤销', en: 'The change has been cancelled' },
  account_same: { status: 422, zh: '和现在登记的账号一样', en: 'This is the account we have already' },
  account_holder_unknown: {
    status: 422,
    zh: '户名不是这户的成年人；是家里别的人，请先到扶贫办登记',
    en: 'The holder is no adult of this household; the office can enter other members of the family first',
  },
  account_holder_minor: { status: 422, zh: '户名是未满 18 岁的家人，不能收款', en: 'The holder is under 18 and cannot be paid' },
  account_proof_missing: {
    status: 422,
    zh: '请由农户本人输入密码，或上传签字单',
    en: 'The household types its PIN, or upload the signed sheet',
  },
  household_absent: {
    status: 422,
    zh: '要农户本人在场：输入户卡密码，或上传签字单',
    en: 'The household must be there: its PIN, or a signed sheet',
  },
  adult_taken: {
    status: 409,
    zh: '这个身份证号已登记在某一户',
    en: 'This identity number already belongs to a household',
    unique: 'household_adults.id_number_hmac',
  },
  account_confirmed_by_maker: {
    status: 409,
    zh: '登记账户的人不能自己确认，请换一位负责人或由扶贫办确认',
    en: 'Whoever entered the account cannot confirm it; another manager or the office must',
  },
  account_decided: { status: 409, zh: '这个账户已经确认或退回', en: 'This account has been decided already' },
  account_holder_other: {
    status: 422,
    zh: '单位账户的户名要和单位名称一致：{name}',
    en: 'An organisation’s account must be in its own name: {name}',
  },
  organisation_account_taken: {
    status: 409,
    zh: '刚刚有人登记了账户，请刷新后再看',
    en: 'Somebody has just entered an account; reload',
    unique: 'organisation_accounts.organisation_id, organisation_accounts.version',
  },
  payer_account_missing: {
    status: 409,
    zh: '本单位还没有已确认的付款账户，这种格式要写付款账户',
    en: 'This format names the paying account, and the organisation has none confirmed yet',
  },
  gbk_lacks_character: {
    status: 409,
    zh: 'GBK 编码没有这些字：{characters}。请改用 GB18030 或 UTF-8 文件，户名一个字都不能错',
    en: 'GBK lacks these characters: {characters}. Take the GB18030 or UTF-8 file: a name must be exact',
  },
  accounts_missing: {
    status: 409,
    zh: '这些明细的收款方都没有可用账户，请先登记账户，或改为现金领取',
    en: 'None of these payees has an account; enter accounts first, or pay in cash',
  },
  line_in_file: { status: 409, zh: '这条明细已在银行文件里', en: 'This line stands in a bank file already' },
  line_not_cash: { status: 409, zh: '这条明细没有改为现金领取', en: 'This line is not to be paid in cash' },
  cash_proof_missing: {
    status: 422,
    zh: '现金要农户本人的密码或签字才算领到',
    en: 'Cash counts as received only by the household’s own PIN or signature',
  },
  answer_too_large: { status: 422, zh: '回盘文件超过 4 MB', en: 'The answer is larger than 4 MB' },
  answer_encoding: {
    status: 422,
    zh: '读不出回盘文件的编码，请用 UTF-8 或 GBK',
    en: 'The encoding of the answer cannot be told; use UTF-8 or GBK',
  },
  answer_hostile: {
    status: 422,
    zh: '回盘文件含有不允许的 XML 内容（DTD 或实体），未导入',
    en: 'The answer holds XML we do not accept (a DTD or entities); nothing was imported',
  },
  answer_not_report: { status: 422, zh: '这不是 pain.002 回执：{what}', en: 'This is not a pain.002 report: {what}' },
  answer_totals_differ: {
    status: 409,
    zh: '回盘写的笔数或总额与发出的文件（{lines} 笔）不一致，整份未导入',
    en: 'The answer’s count or sum differs from the file that was sent ({lines} payments); nothing was imported',
  },
  answer_other_file: { status: 409, zh: '这份回盘是另一个文件的（{id}）', en: 'This answer is about another file ({id})' },
  answer_contradicts: {
    status: 409,
    zh: '回盘文件第 {row} 笔的状态 {status} 和整批的状态 {whole} 矛盾，整份未导入',
    en: 'Payment {row} says {status} while the whole says {whole}; nothing was imported',
  },

  // ledger
  month_closed: { status: 409, zh: '这个月已经结账，不能再记', en: 'This month is closed; nothing more is posted into it' },
  month_not_over: { status: 409, zh: '{month} 还没有过完，不能结账', en: '{month} is not over yet and cannot be closed' },
  month_out_of_order: {
    status: 409,
    zh: '结账要按月顺序来，下一个该结的月份是 {next}',
    en: 'Months are closed in order; the next one to close is {next}',
  },
  books_empty: { status: 409, zh: '账上还没有记过账，没有可以结的月份', en: 'Nothing has been posted yet; there is no month to close' },
  account_unknown: { status: 404, zh: '没有这个科目', en: 'There is no such account' },

  // proof
  not_sealed_yet: {
    status: 409,
    zh: '这一条还没有封存：磅单和付款几分钟内封存，结算批准以后封存，请到时再取',
    en: 'This is not sealed yet: slips and payments are sealed within minutes, a settlement once it is approved; please come back then',
  },
  proof_forgotten: { status: 404, zh: '这一条的证明已按规定删除', en: 'The proof of this has been deleted as the rules require' },
  proof_broken: {
    status: 409,
    zh: '这一条与封存时的内容不一致，不能出具证明，请向监督部门反映',
    en: 'This no longer is what was sealed, so there is no proof of it; please tell the supervising office',
  },

  // income, statements
  statement_resolved: { status: 409, zh: '这条意见已经处理过', en: 'This has been dealt with already' },
  statement_without_words: { status: 422, zh: '请说一说哪里不对', en: 'Please say what is not right' },
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
