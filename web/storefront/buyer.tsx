import { newApp } from '../../src/http/request.ts'
import { href } from '../components/locale.ts'
import { addPacks, basketPage, changeLines } from './basket.tsx'
import { countBasket } from './basket-count.ts'
import { checkoutPage, tryCheckout } from './checkout.tsx'
import { messagesPage } from './messages.tsx'
import { buyAgain, lookUp, myOrdersPage } from './my-orders.tsx'
import { cancel, claimPage, giveUp, orderPage, payAgain, receive, tryClaim } from './order.tsx'
import { paymentPage, tryPayment } from './payment.tsx'
import { phonePage, tryPhone } from './phone.tsx'

/** From the basket to the parcel at the door: everything a buyer does. */
export const buyer = newApp()
  .get('/basket', countBasket, basketPage)
  .post('/basket', addPacks)
  .post('/basket/lines', changeLines)
  .post('/basket/again', buyAgain)
  .get('/checkout', countBasket, checkoutPage)
  .post('/checkout', countBasket, tryCheckout)
  .get('/pay/:id', countBasket, paymentPage)
  .post('/pay/:id', tryPayment)
  .get('/orders', countBasket, myOrdersPage)
  .post('/orders', countBasket, lookUp)
  .get('/orders/:checkout', countBasket, (c) => orderPage(c))
  .get('/orders/:checkout/payment', payAgain)
  .post('/orders/:checkout/cancellation', giveUp)
  .post('/orders/:checkout/:order/cancellation', cancel)
  .post('/orders/:checkout/:order/receipt', receive)
  .get('/orders/:checkout/:order/claim', countBasket, (c) => claimPage(c))
  .post('/orders/:checkout/:order/claim', countBasket, tryClaim)
  .get('/phone', countBasket, (c) => phonePage(c))
  .post('/phone', countBasket, tryPhone)
  .get('/demo/messages', countBasket, messagesPage)

// A refused form stays at its own address; the other language, or a reload, leads back to the page it stood on.
buyer
  .get('/basket/:form{lines|again}', countBasket, (c) => c.redirect(href(c.var.context.locale, '/basket'), 303))
  .on('GET', ['/orders/:checkout/cancellation', '/orders/:checkout/:order/:form{cancellation|receipt}'], (c) =>
    c.redirect(href(c.var.context.locale, `/orders/${c.req.param('checkout')}`), 303),
  )
