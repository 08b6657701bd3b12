{{view struct import_view "node/pages/import.h"}}
<div class="head"><div><h1>{{t "Importar"}}</h1><p class="muted">{{t "De una hoja de Excel (.xlsx) o CSV. Antes de guardar verá qué entra y qué no, y por qué. Todo se puede deshacer."}}</p></div>
<a class="btn" href="/exportar">{{icon "file-down"}}{{t "Exportar"}}</a></div>
<div class="grid">
<form class="card c5 stack" method="post" action="/importar" enctype="multipart/form-data" aria-labelledby="h-nu">{{csrf}}
<h2 id="h-nu">{{t "Traer una hoja"}}</h2>
<div class="f"><label for="tipo">{{t "Qué contiene"}}</label><select id="tipo" name="tipo">{{each k in v.kinds}}<option value="{{k.no}}"{{if k.chosen}} selected{{end}}>{{k.label}}</option>{{end}}</select></div>
{{if v.mesas_n}}<div class="f"><label for="mesa">{{t "De qué mesa"}}</label><select id="mesa" name="mesa" aria-describedby="mesa-a">{{each m in v.mesas}}<option value="{{m.no}}"{{if m.chosen}} selected{{end}}>{{m.label}}</option>{{end}}</select><span class="hint" id="mesa-a">{{t "Para integrantes y acuerdos. Las instituciones son de todas las mesas."}}</span></div>{{end}}
<div class="f"><label for="archivo">{{t "Archivo"}}</label><input id="archivo" name="archivo" type="file" accept=".xlsx,.csv,text/csv" required aria-describedby="archivo-a"><span class="hint" id="archivo-a">{{t "La primera hoja, con los encabezados en su primer renglón. No la mande con datos de personas refugiadas o solicitantes."}}</span></div>
<div class="row"><button class="btn pri" type="submit">{{icon "file-up"}}{{t "Revisar la hoja"}}</button></div></form>
<section class="card c7 flush" aria-labelledby="h-an"><header><h2 id="h-an">{{t "Importaciones de esta computadora"}}</h2></header>
{{if v.jobs_n}}
<div class="scroll" tabindex="0" role="region" aria-label="{{t "Tabla: importaciones"}}"><table><thead><tr><th scope="col">{{t "Archivo"}}</th><th scope="col">{{t "Contenido"}}</th><th scope="col">{{t "Cuándo"}}</th><th scope="col">{{t "Estado"}}</th></tr></thead><tbody>
{{each j in v.jobs}}
<tr><th scope="row"><a href="{{href j.href}}">{{j.file}}</a></th><td>{{j.kind}}</td><td>{{time j.at}}<br><span class="small muted">{{j.who}}</span></td><td><span class="pill {{j.mood}}">{{j.state}}</span></td></tr>
{{end}}
</tbody></table></div>
{{else}}
<p class="empty">{{t "Todavía no se ha traído ninguna."}}</p>
{{end}}
</section>
</div>
