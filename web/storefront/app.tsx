import { newApp } from '../../src/http/request.ts'
import { findOfferPhoto } from '../../src/catalogue/queries.ts'
import { found } from '../../src/platform/api.ts'
import { countBasket } from './basket-count.ts'
import { homePage } from './home.tsx'
import { listPage } from './list.tsx'
import { productPage } from './product.tsx'
import { tracePage } from './trace.tsx'

/** The shop anyone may enter, and the trace of any lot. */
export const storefront = newApp()

storefront.get('/', countBasket, homePage)
storefront.get('/products', countBasket, listPage)
storefront.get('/products/:id', countBasket, productPage)
storefront.get('/t/:lot', countBasket, tracePage)

storefront.get('/photos/:id', async (c) => {
  const { county, files } = c.var.context
  const photo = found(await findOfferPhoto(county, c.req.param('id')))
  const object = found(await files.get(photo.id))
  return c.body(object.body, 200, { 'content-type': photo.mediaType, 'cache-control': 'public, max-age=31536000, immutable' })
})
