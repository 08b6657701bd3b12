{{view struct queue_view "node/pages/queue.h"}}
<section class="card c6 flush" aria-labelledby="h-cola"><header><h2 id="h-cola">{{if v.waiting}}{{tn "Por enviar: %s cambio" "Por enviar: %s cambios" v.waiting}}{{else}}{{t "Por enviar"}}{{end}}</h2></header>
{{if v.waiting}}
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: por enviar"}}"><table class="records"><thead><tr><th scope="col">{{t "Qué"}}</th><th scope="col" class="n">{{t "Cambios"}}</th><th scope="col">{{t "Desde"}}</th></tr></thead><tbody>
{{each r in v.rows}}
<tr><th scope="row">{{if r.href}}<a href="{{href r.href}}">{{r.what}}</a>{{else}}{{r.what}}{{end}}</th><td class="n">{{num r.changes}}</td><td class="num">{{time r.since}}</td></tr>
{{end}}
</tbody></table></div>
{{if v.others}}<p class="more small muted">{{tn "y %s cambio de otros registros" "y %s cambios de otros registros" v.others}}</p>{{end}}
{{else}}
<p class="empty">{{t "No hay nada por enviar."}}</p>
{{end}}
</section>
