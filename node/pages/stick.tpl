{{view struct stick_view "node/pages/stick.h"}}
<section class="card c12" aria-labelledby="h-usb"><header><h2 id="h-usb">{{icon "usb"}} {{t "Sin conexión: en una memoria USB"}}</h2></header>
<div class="grid">
<form class="c6 stack" method="post" action="/envio/paquete" aria-labelledby="h-usb-1">{{csrf}}
<h3 id="h-usb-1">{{t "1. Llevar"}}</h3>
<p>{{tn "El paquete lleva %s cambio que falta confirmar." "El paquete lleva %s cambios que faltan por confirmar." v.pending}} {{t "Va cerrado: solo el nodo central puede leerlo, aunque la memoria se pierda."}}</p>
<p class="small muted">{{t "Guárdelo en la memoria y mándela con quien vaya a una oficina con internet o a la federal. Lo que lleva sigue por confirmar hasta leer la respuesta; si se pierde, haga otro."}}</p>
<div class="row"><button class="btn" type="submit">{{icon "download"}}{{t "Crear paquete"}}</button></div>
</form>
<div class="c6">{{use stick_answer v}}</div>
</div></section>
