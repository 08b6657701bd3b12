{{view struct tries_view "node/pages/tries.h"}}
<section class="card c6 flush" aria-labelledby="h-int"><header><h2 id="h-int">{{t "Últimos intentos"}}</h2></header>
{{if v.rows_n}}
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: últimos intentos"}}"><table><thead><tr><th scope="col">{{t "Cuándo"}}</th><th scope="col">{{t "Resultado"}}</th><th scope="col" class="n">{{t "Envió"}}</th><th scope="col" class="n">{{t "Recibió"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row" class="num">{{time r.at}}</th><td><span class="pill {{r.mood}}">{{icon r.icon}}{{r.text}}</span></td><td class="n">{{num r.sent}}<br><span class="small muted">{{r.up}}</span></td><td class="n">{{num r.received}}<br><span class="small muted">{{r.down}}</span></td></tr>
{{end}}
</tbody></table></div>
{{else}}
<p class="empty">{{t "Todavía no se ha intentado."}}</p>
{{end}}
</section>
