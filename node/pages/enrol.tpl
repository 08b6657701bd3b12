{{view struct enrol_view "node/pages/account.h"}}
<div class="head"><div><h1>{{t "Inscribir esta computadora"}}</h1><p class="muted">{{t "Paso 2 de 2: la invitación que le dio el nivel federal. Sirve una sola vez; con internet se inscribe al momento, sin él con un archivo que va y vuelve en una memoria USB."}}</p></div></div>
<form class="card narrow" method="post" action="/inscribir" enctype="multipart/form-data">
	{{csrf}}
	<div class="f"><label for="inv">{{t "Invitación"}}</label><textarea id="inv" name="invitacion" autocomplete="off" spellcheck="false" aria-describedby="inv-a">{{v.invitation}}</textarea><span class="hint" id="inv-a">{{t "Péguela completa, tal como la recibió o como la leyó el lector de códigos."}}</span></div>
	<div class="f"><label for="arch">{{t "O elija el archivo de la memoria USB"}}</label><input id="arch" name="archivo" type="file"></div>
	<div class="row"><button class="btn pri" type="submit">{{icon "key-round"}}{{t "Inscribir"}}</button><button class="btn" type="submit" name="paquete" value="1">{{icon "usb"}}{{t "Sin conexión: hacer un archivo"}}</button></div>
</form>
<section class="card narrow" aria-labelledby="h-vuelta"><h2 id="h-vuelta">{{t "¿Ya volvió la respuesta?"}}</h2>{{use stick_answer v.answer}}</section>
