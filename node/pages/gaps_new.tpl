{{view struct gaps_new_view "node/pages/gaps.h"}}
<div class="head"><div><p class="crumbs"><a href="/brechas">{{t "Brechas"}}</a> › {{t "Nueva"}}</p><h1>{{t "Registrar una brecha"}}</h1><p class="muted">{{t "Lo que impide a las personas ejercer un derecho o hacer un trámite. Sin nombres ni datos de nadie: solo lo que pasa y a cuántas personas, más o menos."}}</p></div></div>
{{if v.mine}}
<form class="card narrow" method="post" action="/brechas/nueva">{{csrf}}<input type="hidden" name="formulario" value="nueva">
{{each x in v.in.v}}{{use input x}}{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "save"}}{{t "Guardar la brecha"}}</button><a class="btn" href="/brechas">{{t "Volver a la lista"}}</a></div>{{draft "/brechas/nueva"}}</form>
{{else}}
<p class="note">{{icon "info" "lg"}}<span>{{t "Su oficina todavía no tiene la secretaría técnica de ninguna mesa; el nivel federal la asigna."}}</span></p>
{{end}}
