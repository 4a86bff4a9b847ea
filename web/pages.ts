import { newApp } from '../src/http/request.ts'

/** Every page, in Chinese at / and in English at /en. */
export const pages = newApp()
