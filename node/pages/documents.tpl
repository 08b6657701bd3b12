{{view struct documents_view "node/pages/documents.h"}}
<div class="head"><div>{{if v.record}}<p class="crumbs"><a href="/documentos">{{t "Documentos"}}</a> › <a href="{{href v.of_href}}">{{v.of}}</a></p>{{end}}<h1>{{t "Documentos"}}</h1>
<p class="muted">{{if v.record}}{{t "De %s" v.of}}{{else}}{{t "Los archivos de los registros. Se guardan en esta computadora, y solo esta cuenta del sistema puede leerlos."}}{{end}}</p></div></div>
<div class="grid">
<section class="card {{if v.form}}c7{{else}}c12{{end}}" aria-labelledby="h-dl"><header><h2 id="h-dl">{{t "Archivos"}}</h2></header>
<ul class="list">
{{each d in v.rows}}{{use document_row d}}{{else}}<li>{{icon "info"}}<div>{{if v.record}}{{t "No tiene documentos."}}{{else}}{{t "Todavía no hay ninguno. Se agregan desde la página de cada registro."}}{{end}}</div><span></span></li>{{end}}
</ul></section>
{{if v.form}}
<section class="card c5" aria-labelledby="h-dn"><header><h2 id="h-dn">{{t "Agregar documento"}}</h2></header>
<form class="stack" method="post" action="/documentos" enctype="multipart/form-data">{{csrf}}
<input type="hidden" name="de" value="{{v.record}}">
{{if v.kept}}
<input type="hidden" name="guardado" value="{{v.kept}}"><input type="hidden" name="nombre" value="{{v.name}}">
<p class="note ok">{{icon "circle-check" "lg"}}<span>{{t "El archivo %s ya está aquí; no hace falta elegirlo otra vez." v.name}}</span></p>
{{end}}
<div class="f"><label for="archivo">{{if v.kept}}{{t "Otro archivo en su lugar"}}{{else}}{{t "Archivo"}}{{end}}</label><input id="archivo" name="archivo" type="file" accept="{{v.accept}}"{{if !v.kept}} required{{end}} aria-describedby="archivo-a"><span class="hint" id="archivo-a">{{t "PDF, imágenes, documentos de oficina, texto o CSV; hasta %s MB. Nada con datos de personas refugiadas o solicitantes." v.most_mb}}</span></div>
<div class="f"><label for="titulo">{{t "Título"}}</label><input id="titulo" name="titulo" type="text" value="{{v.title}}" maxlength="300" required autocomplete="off" aria-describedby="titulo-a"><span class="hint" id="titulo-a">{{t "Qué es, para quien lo busque dentro de cinco años."}}</span></div>
<fieldset><legend>{{t "Clasificación"}}</legend>
{{each c in v.classes}}<label class="row"><input type="radio" name="clasificacion" value="{{c.no}}"{{if c.chosen}} checked{{end}}> {{c.label}}</label>{{end}}
</fieldset>
<div class="row"><button class="btn pri" type="submit">{{icon "upload"}}{{t "Guardar documento"}}</button><a class="btn" href="{{href v.of_href}}">{{t "Volver sin guardar"}}</a></div>
{{draft "/documentos"}}
</form></section>
{{end}}
</div>
