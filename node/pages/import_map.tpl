{{view struct import_map_view "node/pages/import.h"}}
<div class="head"><div><h1>{{t "Qué es cada columna"}}</h1><p class="muted">{{v.file}} · {{v.kind}} · {{tn "%s renglón" "%s renglones" v.rows}}</p></div></div>
<form class="stack" method="post" action="/importar/{{url v.id}}/columnas">{{csrf}}
<div class="card flush"><header><h2>{{t "Columnas"}}</h2></header><div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: columnas"}}"><table><thead><tr><th scope="col">{{t "Dato"}}</th><th scope="col">{{t "Columna de su hoja"}}</th><th scope="col">{{t "Si la celda está vacía, poner"}}</th></tr></thead><tbody>
{{each r in v.targets}}
<tr><th scope="row">{{r.label}}{{if r.needed}} <span class="pill info">{{t "necesario"}}</span>{{end}}</th>
<td><label class="vh" for="c{{r.no}}">{{t "Columna para %s" r.label}}</label><select id="c{{r.no}}" name="c{{r.no}}"><option value="-1">{{t "— ninguna —"}}</option>{{each o in r.columns}}<option value="{{o.no}}"{{if o.chosen}} selected{{end}}>{{o.label}}</option>{{end}}</select>{{if r.sample}}<span class="small muted">{{t "por ejemplo: %s" r.sample}}</span>{{end}}</td>
<td><label class="vh" for="d{{r.no}}">{{t "Valor para %s si está vacío" r.label}}</label><input id="d{{r.no}}" name="d{{r.no}}" type="text" value="{{r.dflt}}" maxlength="1000" autocomplete="off"></td></tr>
{{end}}
</tbody></table></div></div>
<div class="row"><button class="btn pri" type="submit">{{icon "search"}}{{t "Revisar los renglones"}}</button></div></form>
<form method="post" action="/importar/{{url v.id}}/olvidar">{{csrf}}<button class="link" type="submit">{{icon "trash-2"}}{{t "Quitar esta hoja"}}</button></form>
