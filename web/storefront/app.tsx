import { newApp } from '../../src/http/request.ts'
import { findOfferPhoto } from '../../src/catalogue/queries.ts'
import { found } from '../../src/platform/api.ts'
import { homePage } from './home.tsx'
import { listPage } from './list.tsx'
import { productPage } from './product.tsx'
import { tracePage } from './trace.tsx'

/** The shop anyone may enter, and the trace of any lot. */
export const storefront = newApp()

storefront.get('/', homePage)
storefront.get('/products', listPage)
storefront.get('/products/:id', productPage)
storefront.get('/t/:lot', tracePage)

storefront.get('/photos/:id', async (c) => {
  const { county, files } = c.var.context
  const photo = found(await findOfferPhoto(county, c.req.param('id')))
  const object = found(await files.get(photo.id))
  return c.body(object.body, 200, { 'content-type': photo.mediaType, 'cache-control': 'public, max-age=31536000, immutable' })
})
