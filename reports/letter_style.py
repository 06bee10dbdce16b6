"""How the letter looks: large enough for a phone, one sheet of A4 on paper, light or dark."""

from __future__ import annotations

from typing import Final

__all__ = ["STYLE"]

STYLE: Final = """
:root{--ink:#16222c;--soft:#4a5a67;--page:#f3f6f9;--card:#fff;--line:#cfd8e0;--blue:#0b4f8a;
--bad:#8c1d18;--badbg:#fde8e5;--ask:#684600;--askbg:#fff2cc;--good:#1b5e20;--goodbg:#e3f4e5}
@media (prefers-color-scheme:dark){:root{--ink:#e8eef3;--soft:#b3c0cb;--page:#10171d;--card:#1a242c;
--line:#3a4853;--blue:#8cc4f5;--bad:#ffb4a9;--badbg:#4a1613;--ask:#ffd978;--askbg:#453300;
--good:#a6dfaa;--goodbg:#12381a}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);
font:17px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",Arial,sans-serif}
main{max-width:46rem;margin:0 auto;padding:1rem}
header,section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;
padding:.9rem 1rem;margin:0 0 .8rem}
h1{font-size:1.35rem;line-height:1.25;margin:.1rem 0 .4rem;text-wrap:balance}
h2{font-size:1.05rem;margin:0 0 .4rem;color:var(--blue)}
h2 small{font-weight:400;color:var(--soft)}
p{margin:.3rem 0}
.who{color:var(--blue);font-weight:700;font-size:.85rem;letter-spacing:.04em;text-transform:uppercase}
.short{font-weight:700;border-radius:.45rem;padding:.55rem .75rem;margin:.6rem 0 0}
.bad{color:var(--bad)}.short.bad{background:var(--badbg)}
.short.ask{color:var(--ask);background:var(--askbg)}
.short.good{color:var(--good);background:var(--goodbg)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(7.4rem,1fr));gap:.4rem;margin:0}
.figures div{display:flex;flex-direction:column;align-items:center;text-align:center}
.figures dd{margin:0;font-size:1.9rem;line-height:1.15;font-weight:700;
font-variant-numeric:tabular-nums}
.figures dt{font-size:.86rem;color:var(--soft)}
ul,ol{margin:.2rem 0;padding-left:1.35rem}
li{margin:.25rem 0;overflow-wrap:anywhere}
.arrivals{border-top:1px solid var(--line);margin-top:.7rem;padding-top:.5rem;font-size:.92rem}
.arrivals .then{color:var(--soft)}
.faults{list-style:none;padding:0}
.faults li{display:grid;grid-template-columns:6.2rem 1fr;gap:.6rem;align-items:start;
border-top:1px solid var(--line);padding:.5rem 0;margin:0}
.faults li:first-child{border-top:0;padding-top:.1rem}
.kind{font-size:.82rem;font-weight:700;border-radius:.35rem;padding:.15rem .3rem;text-align:center}
.error .kind{color:var(--bad);background:var(--badbg)}
.warning .kind{color:var(--ask);background:var(--askbg)}
.info .kind{color:var(--blue);background:var(--page)}
.cells{display:block;color:var(--soft);font-size:.92rem;font-variant-numeric:tabular-nums}
.small{font-size:.92rem;color:var(--soft)}
footer{color:var(--soft);font-size:.85rem;padding:0 .3rem 1rem}
@media (max-width:30rem){main{padding:.6rem}.faults li{grid-template-columns:1fr;gap:.2rem}
.kind{justify-self:start;padding:.15rem .55rem}}
@page{size:A4;margin:13mm 15mm}
@media print{:root{--ink:#000;--soft:#333;--page:#fff;--card:#fff;--line:#999;--blue:#0b3a66;
--bad:#7a120d;--badbg:#fff;--ask:#4d3500;--askbg:#fff;--good:#124015;--goodbg:#fff;font-size:9pt}
body{font-size:9.4pt;line-height:1.3}main{max-width:none;padding:0}
header,section{border:0;border-radius:0;padding:0;margin:0 0 7pt;break-inside:avoid-page}
h1{font-size:15pt}.short{border:1.2pt solid currentColor;padding:4pt 8pt}.figures dd{font-size:17pt}
li{margin:1pt 0}.faults li{padding:2.5pt 0;grid-template-columns:21mm 1fr}
.kind{border:.8pt solid currentColor}
.cells{display:inline}.cells::before{content:"("}.cells::after{content:")"}
footer{border-top:.8pt solid #999;padding:5pt 0 0}}
"""
