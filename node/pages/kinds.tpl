{{view struct records_kinds_view "node/pages/records.h"}}
<div class="head"><div><h1>{{t "Registros"}}</h1><p class="muted">{{t "Todo lo que esta oficina puede ver, por clase de registro."}}</p></div></div>
<section class="card" aria-label="{{t "Clases de registro"}}"><ul class="list">
{{each k in v.kinds}}
<li>{{icon "database"}}<div class="t"><a href="/registros/{{url k.name}}">{{k.label}}</a></div><span class="num">{{num k.count}}</span></li>
{{end}}
</ul></section>
