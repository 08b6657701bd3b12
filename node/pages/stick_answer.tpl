{{view struct stick_view "node/pages/stick.h"}}
<form class="stack" method="post" action="/envio/respuesta" enctype="multipart/form-data" aria-labelledby="h-usb-2">{{csrf}}
<h3 id="h-usb-2">{{t "2. Leer la respuesta"}}</h3>
<div class="f"><label for="respuesta">{{t "Archivo que volvió en la memoria"}}</label><input id="respuesta" name="respuesta" type="file" accept=".mesas" required aria-describedby="respuesta-a"><span class="hint" id="respuesta-a">{{t "Termina en -r.mesas. Leerlo dos veces o en otro orden no hace daño; si está dañado no se usa nada de él."}}</span></div>
<div class="row"><button class="btn" type="submit">{{icon "upload"}}{{t "Leer respuesta"}}</button></div>
</form>
