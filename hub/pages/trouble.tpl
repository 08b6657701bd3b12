{{view struct trouble_view "hub/pages/frame.h"}}
<div class="head"><h1>{{if v.missing}}{{t "No se encontró"}}{{else}}{{t "No se pudo"}}{{end}}</h1></div>
<div class="card narrow"><p>{{v.sentence}}</p>
<div class="row"><a class="btn" href="/">{{icon "arrow-left"}}{{t "Ir al panorama nacional"}}</a></div></div>
