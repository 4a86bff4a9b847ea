/** The card's whole style, inlined: one request, readable at 320 px and on Chrome 70 (no flex gap, no :is, no min()). */
export const style = `
:root{--paper:#f8f4ea;--sheet:#fffdf7;--ink:#22281f;--soft:#585f51;--line:#d8cfba;--leaf:#1d5c39;--on:#fff;--berry:#a2153f;--grain:#805200;--wait:#faefd4;--bad:#fae7ea;--ok:#e5efe1}
@media(prefers-color-scheme:dark){:root{--paper:#151914;--sheet:#1d221b;--ink:#ecebe1;--soft:#b2b7a7;--line:#3a4237;--leaf:#86cf9f;--on:#0c1f13;--berry:#ff9bb2;--grain:#ecc069;--wait:#3a2d12;--bad:#431b26;--ok:#203627}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:30rem;padding:0 .75rem 2rem;background:var(--paper);color:var(--ink);font:1.125rem/1.6 "PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:break-word}
h1,h2,p,dl,dd,ul{margin:0;padding:0}ul{list-style:none}
h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.25rem;margin:1.25rem 0 .25rem}
header{display:flex;justify-content:space-between;align-items:center;border-bottom:2px solid var(--leaf);margin-bottom:.75rem}
header b{color:var(--leaf);font-size:1.25rem}
a{color:var(--leaf)}header a,.pages a{display:inline-block;padding:.6rem .25rem}
.box{background:var(--sheet);border:1px solid var(--line);border-radius:.6rem;padding:.6rem .75rem;margin:.5rem 0}
.fig{border-left:.35rem solid var(--leaf)}.fig.wait{border-color:#d7a23c}
.fig dt{float:left;padding-top:.5rem}
.fig dd{text-align:right}
.fig b{font-size:2rem;line-height:1.25;font-variant-numeric:tabular-nums;white-space:nowrap}
.fig span,small,.soft{display:block;color:var(--soft);font-size:.9375rem}
.fig span{clear:both}
.n{font-variant-numeric:tabular-nums;white-space:nowrap}
.note{background:var(--wait);border-radius:.6rem;padding:.6rem .75rem;margin:.5rem 0}.note.bad{background:var(--bad)}.note.ok{background:var(--ok)}
.slip div{display:grid;grid-template-columns:1fr 1fr;grid-gap:0 .75rem}
.slip .n{float:right}.slip time{white-space:nowrap}.slip div time{text-align:right}.slip div>:only-child{grid-column:1/-1}:lang(en) .slip div{font-size:1rem}
.say{display:flex;align-items:center;margin-top:.4rem}.say>*{margin-right:.6rem}
button,.b{display:inline-block;min-height:2.75rem;min-width:4.5rem;padding:.3rem 1rem;border:1px solid var(--leaf);border-radius:.5rem;background:var(--sheet);color:var(--leaf);font:inherit;font-weight:600;text-align:center;text-decoration:none;cursor:pointer}
button.main{background:var(--leaf);color:var(--on);width:100%;min-height:3.25rem}
button.no,.b.no{border-color:var(--berry);color:var(--berry)}
input,textarea{width:100%;padding:.5rem;border:1px solid var(--soft);border-radius:.5rem;background:var(--sheet);color:inherit;font:inherit}
.pin{font-size:2rem;letter-spacing:.35em;text-align:center}
label{display:block;margin:.75rem 0 .25rem;font-weight:600}form>p+p{margin-top:.75rem}.error{margin-top:.25rem}.error{color:var(--berry);font-weight:600}
:focus{outline:3px solid #d7a23c;outline-offset:1px}
@media print{body{max-width:86mm;padding:0;font-size:9pt;background:#fff;color:#000}button,.b,.pages,header a,form>p{display:none}.fig b{font-size:14pt}.fig dt{padding:0}h1{font-size:12pt}h2{font-size:10pt;margin-top:2mm}.fig span,small,.soft{font-size:8pt}.note{padding:1mm 2mm;margin:1mm 0}.box{break-inside:avoid;padding:1mm 2mm;margin:1mm 0}}
`
  .trim()
  .replace(/\n/g, '')
