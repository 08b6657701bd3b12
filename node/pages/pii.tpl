{{view struct pii_view "node/pages/draft.h"}}
<section class="card pii" aria-labelledby="h-dp"><header><h2 id="h-dp">{{t "¿Es un dato personal?"}}</h2></header>
<p class="small muted">{{t "Aquí no se guardan datos de personas refugiadas ni solicitantes. Lo que escribió no se ha perdido: decida y se guarda, o corríjalo abajo y guárdelo."}}</p>
<form method="post" action="/datos-personales">{{csrf}}<input type="hidden" name="borrador" value="{{v.serial}}">
{{each r in v.rows}}
{{if r.answered}}
<input type="hidden" name="huella" value="{{r.hash}}"><input type="hidden" name="decision-{{r.no}}" value="{{if r.none}}no{{else}}quitar{{end}}"><input type="hidden" name="motivo" value="{{r.reason}}">
{{else}}
<fieldset><legend>{{t "%s: parece %s" r.field r.kind}}</legend>
<blockquote>{{r.before}}<mark>{{r.text}}</mark>{{r.after}}</blockquote>
<input type="hidden" name="huella" value="{{r.hash}}">
<label class="row"><input type="radio" name="decision-{{r.no}}" value="quitar"{{if !r.none}} checked{{end}}> {{t "Quitarlo del texto"}}</label>
<label class="row"><input type="radio" name="decision-{{r.no}}" value="no"{{if r.none}} checked{{end}}> {{t "No es un dato personal de nadie, porque:"}}</label>
<div class="f"><label class="vh" for="motivo-{{r.no}}">{{t "Por qué no es un dato personal"}}</label><input id="motivo-{{r.no}}" name="motivo" type="text" value="{{r.reason}}" maxlength="500" autocomplete="off" placeholder="{{t "por ejemplo: es el teléfono de la ventanilla"}}"></div>
</fieldset>
{{end}}
{{end}}
<div class="row"><button class="btn pri" type="submit">{{icon "shield-check"}}{{t "Decidir y guardar"}}</button></div>
</form></section>
