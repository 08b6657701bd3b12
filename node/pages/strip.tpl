{{view struct strip_view "node/pages/strip.h"}}
<section class="sync{{if v.ok}} ok{{end}}" aria-labelledby="sync-t" id="sync" hx-get="/envio/estado" {{if v.running}}hx-trigger="every 2s"{{else}}hx-trigger="every 15s"{{end}} hx-swap="outerHTML" hx-nonce="{{nonce}}">
	{{if v.running}}{{icon "refresh-cw" "lg"}}{{elif v.stuck}}{{icon "circle-alert" "lg"}}{{elif v.away}}{{icon "cloud-off" "lg"}}{{elif !v.enrolled}}{{icon "cloud-off" "lg"}}{{elif v.ok}}{{icon "cloud-check" "lg"}}{{else}}{{icon "cloud-upload" "lg"}}{{end}}
	<p><strong id="sync-t">{{if v.running}}{{t "Enviando y recibiendo…"}}{{elif v.stuck}}{{t "No se pudo enviar. Su trabajo está guardado en esta computadora."}}{{elif v.away}}{{t "Sin conexión. Su trabajo está guardado en esta computadora."}}{{elif !v.enrolled}}{{t "Esta computadora aún no está inscrita. Su trabajo se guarda aquí."}}{{elif v.ok}}{{t "Todo confirmado por el nodo central."}}{{else}}{{t "Guardado aquí; se enviará en seguida."}}{{end}}</strong><br>
	<span class="small">{{tn "%s cambio por enviar" "%s cambios por enviar" v.pending}} · {{if v.confirmed_at}}{{t "último acuse"}} {{time v.confirmed_at}}{{else}}{{t "aún sin acuse del nodo central"}}{{end}}{{if v.why}} · {{v.why}}{{end}}{{if v.next_min}} · {{tn "siguiente intento en %s min" "siguiente intento en %s min" v.next_min}}{{end}}</span></p>
	<ol class="steps" aria-label="{{t "Estado del envío"}}">
		<li class="ok">{{icon "circle-check"}}{{t "Guardado aquí: %s" v.saved}}</li>
		<li class="{{if v.pending}}warn{{else}}ok{{end}}">{{icon "clock"}}{{t "Por enviar: %s" v.pending}}</li>
		<li class="{{if v.pending}}warn{{else}}ok{{end}}">{{icon "cloud-check"}}{{if v.pending}}{{t "Por confirmar"}}{{elif v.enrolled}}{{t "Confirmado"}}{{else}}{{t "Por confirmar"}}{{end}}</li>
	</ol>
	{{if v.enrolled}}<form class="row" method="post" action="/envio/ahora" hx-post="/envio/ahora" hx-target="#sync" hx-swap="outerHTML" hx-nonce="{{nonce}}">{{csrf}}<button class="btn sm" type="submit">{{icon "refresh-cw"}}{{t "Sincronizar ahora"}}</button></form>{{end}}
</section>
