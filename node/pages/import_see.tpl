{{view struct import_see_view "node/pages/import.h"}}
<div class="head"><div><h1>{{if v.ready}}{{t "Antes de guardar"}}{{elif v.undone}}{{t "Importación deshecha"}}{{else}}{{t "Importación guardada"}}{{end}}</h1><p class="muted">{{v.file}} · {{v.kind}} · {{v.who}}, {{time v.at}}</p></div>
<a class="btn" href="/importar">{{icon "arrow-left"}}{{t "Importaciones"}}</a></div>
<div class="grid">
{{if v.ready}}
<div class="card c3 kpi"><span class="l">{{icon "circle-check" "ic-ok"}}{{t "Entran"}}</span><span class="v num">{{num v.good}}</span><span class="small muted">{{t "renglones sin error"}}</span></div>
{{elif v.undone}}
<div class="card c3 kpi"><span class="l">{{icon "undo-2"}}{{t "Deshechos"}}</span><span class="v num">{{num v.back}}</span><span class="small muted">{{if v.left}}{{tn "%s se quedó: otro registro lo usa" "%s se quedaron: otros registros los usan" v.left}}{{else}}{{t "no quedó ninguno"}}{{end}}</span></div>
{{else}}
<div class="card c3 kpi"><span class="l">{{icon "circle-check" "ic-ok"}}{{t "Guardados"}}</span><span class="v num">{{num v.in}}</span><span class="small muted">{{t "renglones"}}</span></div>
{{end}}
<div class="card c3 kpi{{if v.bad}} alert{{end}}"><span class="l">{{icon "circle-alert"}}{{t "Por corregir"}}</span><span class="v num">{{num v.bad}}</span><span class="small muted">{{t "con su motivo, abajo"}}</span></div>
<div class="card c3 kpi"><span class="l">{{icon "layers"}}{{t "Ya estaban"}}</span><span class="v num">{{num v.same}}</span><span class="small muted">{{t "no se repiten"}}</span></div>
<div class="card c3 stack">
{{if v.ready}}
<form method="post" action="/importar/{{url v.id}}/guardar">{{csrf}}<button class="btn pri" type="submit"{{if !v.good}} disabled{{end}}>{{icon "save"}}{{tn "Guardar %s renglón" "Guardar %s renglones" v.good}}</button></form>
<form method="post" action="/importar/{{url v.id}}/cambiar">{{csrf}}<button class="link" type="submit">{{icon "pencil"}}{{t "Cambiar las columnas"}}</button></form>
<form method="post" action="/importar/{{url v.id}}/olvidar">{{csrf}}<button class="link" type="submit">{{icon "trash-2"}}{{t "Quitar esta hoja"}}</button></form>
{{elif v.saved}}
<form class="stack" method="post" action="/importar/{{url v.id}}/deshacer">{{csrf}}<div class="f"><label for="motivo">{{t "Motivo para deshacer"}}</label><input id="motivo" name="motivo" type="text" maxlength="1000" autocomplete="off" required></div><button class="btn" type="submit">{{icon "undo-2"}}{{t "Deshacer toda la importación"}}</button></form>
{{else}}
<p>{{t "Los registros quedaron anulados, con su motivo. La hoja se puede traer otra vez."}}</p>
{{end}}
</div>
{{if v.wrong_n}}
<section class="card c12 flush" aria-labelledby="h-ma"><header><h2 id="h-ma">{{t "Por corregir"}}</h2><div class="row"><a class="btn sm" href="/importar/{{url v.id}}/por-corregir.xlsx">{{icon "file-down"}}{{t "Excel con los motivos"}}</a><a class="btn sm" href="/importar/{{url v.id}}/por-corregir.csv">{{icon "file-down"}}{{t "CSV con los motivos"}}</a></div></header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: renglones por corregir"}}"><table class="sheet"><thead><tr><th scope="col" class="n">{{t "Renglón"}}</th><th scope="col">{{t "Motivo"}}</th>{{each c in v.columns}}<th scope="col">{{c}}</th>{{end}}</tr></thead><tbody>
{{each r in v.wrong}}
<tr><th scope="row" class="n">{{num r.no}}</th><td class="long">{{r.reason}}</td>{{each c in r.cells}}<td>{{c}}</td>{{end}}</tr>
{{end}}
</tbody></table></div>
<p class="lines">{{t "Corrija esos renglones en el archivo y tráigalo de nuevo: lo que ya está no se repite."}}</p></section>
{{end}}
{{if v.sample_n}}
<section class="card c12 flush" aria-labelledby="h-bu"><header><h2 id="h-bu">{{t "Los primeros que entran"}}</h2></header>
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: primeros renglones"}}"><table><thead><tr><th scope="col" class="n">{{t "Renglón"}}</th>{{each c in v.columns}}<th scope="col">{{c}}</th>{{end}}</tr></thead><tbody>
{{each r in v.sample}}
<tr><th scope="row" class="n">{{num r.no}}</th>{{each c in r.cells}}<td>{{c}}</td>{{end}}</tr>
{{end}}
</tbody></table></div></section>
{{end}}
</div>
{{if !v.ready}}{{if v.rows}}<form method="post" action="/importar/{{url v.id}}/olvidar">{{csrf}}<button class="link" type="submit">{{icon "trash-2"}}{{t "Borrar de esta computadora los renglones de la hoja"}}</button></form>{{end}}{{end}}
