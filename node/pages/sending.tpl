{{view struct sending_view "node/pages/strip.h"}}
<div class="head"><div><h1>{{t "Sincronización"}}</h1><p class="muted">{{t "Nada se pierde sin conexión: todo queda guardado aquí y se envía cuando se puede."}}</p></div></div>
{{use strip v.strip}}
<div class="grid">
{{use queue v.queue}}
{{use tries v.tries}}
<section class="card c8 flush" aria-labelledby="h-esp"><header><h2 id="h-esp">{{t "Por espacio"}}</h2></header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: envío por espacio"}}"><table><thead><tr><th scope="col">{{t "Espacio"}}</th><th scope="col" class="n">{{t "Guardado aquí"}}</th><th scope="col" class="n">{{t "Por enviar"}}</th><th scope="col" class="n">{{t "Recibido hasta"}}</th></tr></thead><tbody>
{{each s in v.spaces}}
<tr><th scope="row">{{s.name}}</th><td class="n">{{num s.saved}}</td><td class="n">{{num s.pending}}</td><td class="n">{{num s.cursor}}</td></tr>
{{else}}
<tr><td colspan="4">{{t "Aún no ha llegado nada."}}</td></tr>
{{end}}
</tbody></table></div></section>
<section class="card c4" aria-labelledby="h-sal"><h2 id="h-sal">{{t "Esta computadora"}}</h2><ul class="list">
{{if v.enrolled}}
	<li>{{icon "key-round" "ic-ok"}}<span>{{t "Certificado"}}</span><span class="small muted">{{tn "vence en %s día" "vence en %s días" v.certificate_days}}</span></li>
	<li>{{icon "globe"}}<span>{{t "Nodo central"}}</span><span class="small muted wrap">{{v.hub}}</span></li>
{{else}}
	<li>{{icon "circle-alert" "ic-warn"}}<span>{{t "Sin inscribir"}}</span><a class="btn sm" href="/inscribir">{{t "Inscribir"}}</a></li>
{{end}}
{{if v.clock_off}}
	<li>{{icon "clock" "ic-warn"}}<span>{{t "El reloj no coincide con el del nodo central"}}</span><span class="small muted">{{num v.clock_off}} s</span></li>
{{end}}
</ul></section>
{{if v.enrolled}}{{use stick v.stick}}{{end}}
</div>
