{{view struct import_run_view "node/pages/import.h"}}
<div class="head"><div><h1 id="h-ru">{{v.doing}}</h1><p class="muted">{{v.file}}</p></div></div>
<div class="card stack narrow"><p aria-live="polite">{{t "%s de %s renglones" v.done v.all}}</p><progress class="meter" max="{{v.all}}" value="{{v.done}}" aria-labelledby="h-ru">{{v.done}}</progress>
<p class="small muted">{{t "La página sigue sola. Puede cerrarla: lo hecho queda, y al abrirla otra vez continúa."}}</p>
<div class="row"><a class="btn" href="/importar/{{url v.id}}">{{icon "refresh-cw"}}{{t "Seguir"}}</a></div></div>
